@KET-SERIES
Feature: The end of a ketamine series
  After induction a series goes on because it helps, or it does not go on; and that has to be measured.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old woman

  Rule: Depression that fell by less than half is a warning

    Scenario: Six infusions, and PHQ-9 went from 20 to 14
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9 before" (LOINC 44261-6) is 20 {score}, 18 days ago
      And her "PHQ-9 now" (LOINC 44261-6) is 14 {score}, 1 day ago
      When the clinician signs an order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as warning
      And the card "KET-SERIES" is about the order for "ketamine infusion"
      And the card "KET-SERIES" rests on "PHQ-9 before"
      And the card "KET-SERIES" rests on "PHQ-9 now"
      And the card "KET-SERIES" says "stop or taper the series"
      And the card "KET-SERIES" says "a date to judge it"
      And the card "KET-SERIES" offers "Measure the response"
      And the card "KET-SERIES" offers "Plan to stop or taper"
      And the card "KET-SERIES" offers "Book a follow-up visit"
      And the card "KET-SERIES" may be overridden because "specialist-agreed"
      And the card "KET-SERIES" may be overridden because "patient-informed-declines"
      And the card "KET-SERIES" cites evidence "E15"
      And the card "KET-SERIES" cites evidence "E20"

    Scenario Outline: Six infusions, and PHQ-9 went from 20 to <now>
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 18 days ago
      And her "PHQ-9" (LOINC 44261-6) is <now> {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as <indicator>
      And the card "KET-SERIES" says "<words>"

      Examples: half is a response
        | now | indicator | words                              |
        | 9   | info      | lengthen the interval              |
        | 10  | info      | lengthen the interval              |
        | 11  | warning   | reassess before going on           |
        | 20  | warning   | reassess before going on           |
        | 24  | warning   | reassess before going on           |

    Scenario Outline: <count> infusions in less than four weeks
      Given she was given "ketamine" (RxNorm 6130) <count> times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 26 days ago
      And her "PHQ-9" (LOINC 44261-6) is 14 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" <says>

      Examples: six are the usual induction
        | count | says              |
        | 5     | stays silent      |
        | 6     | speaks as warning |
        | 7     | speaks as warning |

    Scenario Outline: Esketamine, first given <first>
      Given she was given "esketamine" (RxNorm 2119365), nasal, <first>
      And she was given "esketamine" (RxNorm 2119365), nasal, 3 days ago
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 40 days ago
      And her "PHQ-9" (LOINC 44261-6) is 14 {score}, 1 day ago
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-SERIES" <says>

      Examples: four weeks
        | first       | says              |
        | 27 days ago | stays silent      |
        | 28 days ago | speaks as warning |
        | 29 days ago | speaks as warning |

    Scenario: One infusion a month ago is no series
      Given she was given "ketamine" (RxNorm 6130), intravenous, 30 days ago
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 40 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" stays silent

    Scenario: The order gives no reason, the chart does
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And she has "Recurrent depression" (ICD-10-CM F33.1)
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 18 days ago
      And her "PHQ-9" (LOINC 44261-6) is 14 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-SERIES" speaks as warning

  Rule: Pain that fell by less than 30 % is a warning

    Scenario Outline: Six infusions for fibromyalgia, and pain went from 10 to <now>
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "Pain severity" (LOINC 72514-3) is 10 {score}, 18 days ago
      And her "Pain severity" (LOINC 72514-3) is <now> {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-SERIES" <says>

      Examples:
        | now | says              |
        | 6   | stays silent      |
        | 7   | stays silent      |
        | 8   | speaks as warning |

    Scenario Outline: CRPS, <count> infusions, <days> days apart
      Given she was given "ketamine" (RxNorm 6130) <count> times, <days> days apart, the last 2 days ago, intravenous
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 40 days ago
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "CRPS of the leg" (ICD-10-CM G90.52)
      Then rule "KET-SERIES" <says>

      Examples: the six are not for CRPS, the four weeks are
        | count | days | says              |
        | 6     | 3    | stays silent      |
        | 10    | 1    | stays silent      |
        | 5     | 7    | speaks as warning |

  Rule: What was not measured is asked for

    Scenario: No PHQ-9 since the first session
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 18 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as info
      And the card "KET-SERIES" says "measure before going on"
      And the card "KET-SERIES" offers "Measure the response"

    Scenario: No PHQ-9 from before
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 12 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as info
      And the card "KET-SERIES" says "could make this stronger"

    Scenario Outline: The other value is <what>
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 18 days ago
      And her <other>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as info
      And the card "KET-SERIES" says "no PHQ-9 from before and since"

      Examples: none of these is a PHQ-9 since the first session
        | what                     | other                                                        |
        | anxiety                  | "GAD-7" (LOINC 70274-6) is 5 {score}, 1 day ago              |
        | the PHQ-9 for teens      | "PHQ-9 for teens" (LOINC 89204-2) is 5 {score}, 1 day ago    |
        | item 9 alone             | "PHQ-9 item 9" (LOINC 44260-8) is 0 {score}, 1 day ago       |
        | from before as well      | "PHQ-9" (LOINC 44261-6) is 9 {score}, 25 days ago            |
        | preliminary              | "PHQ-9" (LOINC 44261-6) is 9 {score}, 1 day ago, preliminary |
        | a slip                   | "PHQ-9" (LOINC 44261-6) is 9 {score}, 1 day ago, entered in error |

    Scenario Outline: Twenty weekly infusions, the last PHQ-9 <when>
      Given she was given "ketamine" (RxNorm 6130) 20 times, 7 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 136 days ago
      And her "PHQ-9" (LOINC 44261-6) is 8 {score}, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as info
      And the card "KET-SERIES" says "<words>"

      Examples: a score of the last six weeks counts
        | when        | words                   |
        | 42 days ago | lengthen the interval   |
        | 43 days ago | measure before going on |

    Scenario Outline: The baseline was <when>
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, <when>
      And her "PHQ-9" (LOINC 44261-6) is 8 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then the card "KET-SERIES" says "<words>"

      Examples: the first session was 17 days ago; 30 days before it, and 12 hours after it
        | when         | words                   |
        | 47 days ago  | lengthen the interval   |
        | 48 days ago  | measure before going on |
        | 396 hours ago | lengthen the interval  |
        | 395 hours ago | measure before going on |

    Scenario: No pain score since
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 18 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-SERIES" speaks as info
      And the card "KET-SERIES" says "no pain score from before and since"

  Rule: When an appointment is booked, the order that runs is judged

    Scenario: The seventh infusion is booked
      Given a running order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      And she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 18 days ago
      And her "PHQ-9" (LOINC 44261-6) is 14 {score}, 1 day ago
      When an appointment of 120 minutes is booked for 2 days from now
      Then rule "KET-SERIES" speaks as warning
      And the card "KET-SERIES" is about the order for "ketamine infusion"

  Rule: Not yet, no longer, or not known

    Scenario: No session yet
      Given her "PHQ-9" (LOINC 44261-6) is 20 {score}, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" stays silent

    Scenario: Treated for more than a year
      Given she was given "ketamine" (RxNorm 6130) 15 times, 28 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 8 {score}, 364 days ago
      And her "PHQ-9" (LOINC 44261-6) is 8 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" stays silent

    Scenario Outline: Treated for more than a year for <reason>, and nothing measured
      Given she was given "ketamine" (RxNorm 6130) 15 times, 28 days apart, the last 2 days ago, intravenous
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-SERIES" stays silent

      Examples:
        | reason                            |
        | "Depression" (ICD-10-CM F33.2)    |
        | "Fibromyalgia" (ICD-10-CM M79.7)  |

    Scenario Outline: Treated for more than a year, and <score> fell to <now>
      Given she was given "ketamine" (RxNorm 6130) 15 times, 28 days apart, the last 2 days ago, intravenous
      And her <score> is <before> {score}, 350 days ago
      And her <score> is <now> {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-SERIES" stays silent

      Examples:
        | score                              | before | now | reason                            |
        | "PHQ-9" (LOINC 44261-6)            | 20     | 4   | "Depression" (ICD-10-CM F33.2)    |
        | "Pain severity" (LOINC 72514-3)    | 8      | 8   | "Fibromyalgia" (ICD-10-CM M79.7)  |

    Scenario: Treated for almost a year
      Given she was given "ketamine" (RxNorm 6130) 13 times, 28 days apart, the last 2 days ago, intravenous
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 340 days ago
      And her "PHQ-9" (LOINC 44261-6) is 14 {score}, 1 day ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" speaks as warning

    Scenario: Sessions that did not take place
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, not given
      And her "PHQ-9" (LOINC 44261-6) is 20 {score}, 18 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" stays silent

    Scenario: Ordered for PTSD
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "PTSD" (ICD-10-CM F43.10)
      Then rule "KET-SERIES" stays silent

    Scenario: Ordered for an anaesthetic
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And she has "Recurrent depression" (ICD-10-CM F33.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-SERIES" stays silent

    Scenario: Topical ketamine
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      When the clinician signs an order for "ketamine 10 % cream", topical, for "Fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-SERIES" stays silent

    Scenario: Observations were not loaded
      Given she was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 2 days ago, intravenous
      And the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" is not evaluated because "Observation" is missing

    Scenario: Administrations were not loaded
      Given the medication administrations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-SERIES" is not evaluated because "MedicationAdministration" is missing
