@KET-FREQ-OVER
Feature: Ketamine or esketamine more often than planned schedules allow
  Harm to bladder and liver, and dependence, rise with repetition.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old man

  Rule: Two sessions less than 20 hours apart are critical

    Scenario: A second session on the same day
      Given he was given "ketamine" (RxNorm 6130), intravenous, 4 hours ago
      When the clinician signs an order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-FREQ-OVER" speaks as critical
      And the card "KET-FREQ-OVER" is about the order for "ketamine infusion"
      And the card "KET-FREQ-OVER" rests on "ketamine"
      And the card "KET-FREQ-OVER" says "put the next session on another day"
      And the card "KET-FREQ-OVER" offers to remove the order for "ketamine infusion"
      And the card "KET-FREQ-OVER" offers "Plan the next session at a longer interval"
      And the card "KET-FREQ-OVER" may be overridden because "trial-protocol"
      And the card "KET-FREQ-OVER" may be overridden because "dose-verified"
      And the card "KET-FREQ-OVER" cites evidence "E15"
      And the card "KET-FREQ-OVER" cites evidence "KET-SESSION-LIMITS"

    Scenario Outline: The last session was <when>
      Given he was given "ketamine" (RxNorm 6130), intravenous, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-FREQ-OVER" <says>

      Examples: 20 hours
        | when                         | says               |
        | 1199 minutes ago             | speaks as critical |
        | 20 hours ago                 | stays silent       |
        | 21 hours ago                 | stays silent       |
        | 4 hours ago, not given       | stays silent       |
        | 4 hours ago, entered in error | stays silent      |

    Scenario: The order says that it starts tomorrow
      Given he was given "ketamine" (RxNorm 6130), intravenous, 4 hours ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, starting 2 days from now
      Then rule "KET-FREQ-OVER" stays silent

    Scenario Outline: Ordered <how often>
      When the clinician signs an order for "ketamine troche" (RxNorm 6130), buccal, for an outpatient, <how often>
      Then rule "KET-FREQ-OVER" <says>

      Examples: an order can schedule two sessions a day by itself
        | how often     | says               |
        | 2 times a day | speaks as critical |
        | once a day    | stays silent       |

  Rule: Esketamine more than twice a week is a warning

    Scenario: The third session of the week
      Given he had "esketamine visit" (HCPCS G2082), 5 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 2 days ago
      When the clinician signs an order for "esketamine spray" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" speaks as warning
      And the card "KET-FREQ-OVER" rests on "esketamine visit"
      And the card "KET-FREQ-OVER" rests on "esketamine"
      And the card "KET-FREQ-OVER" says "twice a week in weeks 1 to 4"

    Scenario Outline: Sessions <first> and <second>
      Given he was given "esketamine" (RxNorm 2119365), nasal, <first>
      And he was given "esketamine" (RxNorm 2119365), nasal, <second>
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2083)
      Then rule "KET-FREQ-OVER" <says>

      Examples: three days of seven, today included
        | first      | second     | says              |
        | 6 days ago | 3 days ago | speaks as warning |
        | 7 days ago | 3 days ago | stays silent      |
        | 3 days ago | 3 days ago | stays silent      |

    Scenario: Ketamine sessions count as well
      Given he was given "ketamine" (RxNorm 6130), intravenous, 5 days ago
      And he was given "ketamine" (RxNorm 6130), intravenous, 3 days ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" speaks as warning

    Scenario: The order itself schedules three a week
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient, 3 times a week
      Then rule "KET-FREQ-OVER" speaks as warning

    Scenario: The order schedules two a week
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient, 2 times a week
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: One session recorded as a dose and as a visit counts once
      Given he had "esketamine visit" (HCPCS G2082), on the day 3 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 3 days ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: A drip past midnight is one session
      Given he was given "ketamine" (RxNorm 6130), intravenous, since 58 hours ago, until 54 hours ago
      And he was given "ketamine" (RxNorm 6130), intravenous, 55 hours ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: Planned and cancelled visits are no sessions
      Given he had "esketamine visit" (HCPCS G2082), 5 days ago, planned
      And he had "esketamine visit" (HCPCS G2082), 3 days ago, not done
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" stays silent

  Rule: From week 5 on, esketamine more than once a week is a warning

    Scenario Outline: First session <first>, last one <last>
      Given he was given "esketamine" (RxNorm 2119365), nasal, <first>
      And he was given "esketamine" (RxNorm 2119365), nasal, <last>
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" <says>

      Examples: week 5 begins on day 28; the last sessions of week 4 do not count
        | first       | last       | says              |
        | 27 days ago | 3 days ago | stays silent      |
        | 28 days ago | 3 days ago | stays silent      |
        | 29 days ago | 1 day ago  | speaks as warning |
        | 29 days ago | 2 days ago | stays silent      |
        | 30 days ago | 2 days ago | speaks as warning |
        | 30 days ago | 3 days ago | stays silent      |
        | 31 days ago | 3 days ago | speaks as warning |
        | 31 days ago | 4 days ago | stays silent      |
        | 32 days ago | 4 days ago | speaks as warning |
        | 32 days ago | 5 days ago | stays silent      |
        | 33 days ago | 5 days ago | speaks as warning |
        | 33 days ago | 6 days ago | stays silent      |
        | 34 days ago | 6 days ago | speaks as warning |
        | 34 days ago | 7 days ago | stays silent      |
        | 41 days ago | 5 days ago | speaks as warning |
        | 90 days ago | 3 days ago | stays silent      |

    Scenario: Weekly in week 9
      Given he was given "esketamine" (RxNorm 2119365), nasal, 35 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 14 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 7 days ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-FREQ-OVER" stays silent

  Rule: Ketamine for the mind more than three times a week is a warning

    Scenario Outline: Three sessions this week, ordered for <reason>
      Given he was given "ketamine" (RxNorm 6130), intravenous, 6 days ago
      And he was given "ketamine" (RxNorm 6130), intravenous, 4 days ago
      And he was given "ketamine" (RxNorm 6130), intravenous, 2 days ago
      When the clinician signs an order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-FREQ-OVER" <says>

      Examples:
        | reason                                | says              |
        | "Depression" (ICD-10-CM F33.2)        | speaks as warning |
        | "PTSD" (ICD-10-CM F43.10)             | speaks as warning |
        | "Anxiety" (ICD-10-CM F41.1)           | speaks as warning |
        | "CRPS of the leg" (ICD-10-CM G90.52)  | stays silent      |

    Scenario: Two sessions this week
      Given he was given "ketamine" (RxNorm 6130), intravenous, 4 days ago
      And he was given "ketamine" (RxNorm 6130), intravenous, 2 days ago
      When the clinician signs an order for "ketamine infusion" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: Daily by mouth
      When the clinician signs an order for "ketamine troche" (RxNorm 6130), buccal, for an outpatient, once a day, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-FREQ-OVER" speaks as warning
      And the card "KET-FREQ-OVER" says "twice a week for three weeks"

    Scenario: The order gives no reason, the chart does
      Given he has "Recurrent depression" (ICD-10-CM F33.1)
      When the clinician signs an order for "ketamine troche" (RxNorm 6130), buccal, for an outpatient, once a day
      Then rule "KET-FREQ-OVER" speaks as warning

  Rule: Many sessions for pain are a warning

    Scenario Outline: For pain, <how often> for <length> days
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, <how often>, for <length> days, for "Neuropathic pain" (SNOMED 247398009)
      Then rule "KET-FREQ-OVER" <says>

      Examples: more than 10 of 14 days
        | how often  | length | says              |
        | once a day | 10     | stays silent      |
        | once a day | 11     | speaks as warning |

      Examples: more than 12 a year
        | how often   | length | says              |
        | once a week | 84     | stays silent      |
        | once a week | 91     | speaks as warning |

    Scenario Outline: Eleven days in a row for CRPS, <where>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, <where>, once a day, for 11 days, for "CRPS of the leg" (ICD-10-CM G90.52)
      Then rule "KET-FREQ-OVER" <says>

      Examples: an inpatient protocol for CRPS is left alone
        | where             | says              |
        | for an inpatient  | stays silent      |
        | for an outpatient | speaks as warning |

    Scenario: An inpatient with other pain
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an inpatient, once a day, for 11 days, for "Fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-FREQ-OVER" speaks as warning
      And the card "KET-FREQ-OVER" says "lengthen the interval"
      And the card "KET-FREQ-OVER" says "consensus, not tested"

    Scenario: Where the CRPS is treated is not said
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, once a day, for 11 days, for "CRPS of the leg" (ICD-10-CM G90.52)
      Then rule "KET-FREQ-OVER" speaks as warning

  Rule: When an appointment is booked, the sessions that were given count

    Scenario: Three esketamine sessions this week
      Given a running order for "esketamine spray" (RxNorm 2119365), nasal, for an outpatient, 2 times a week
      And he was given "esketamine" (RxNorm 2119365), nasal, 6 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 4 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 1 day ago
      When an appointment of 150 minutes is booked for 2 days from now
      Then rule "KET-FREQ-OVER" speaks as warning
      And the card "KET-FREQ-OVER" is about the order for "esketamine spray"

    Scenario: The session of today, and the next one booked
      Given a running order for "esketamine spray" (RxNorm 2119365), nasal, for an outpatient, 2 times a week
      And he was given "esketamine" (RxNorm 2119365), nasal, 4 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 1 hour ago
      When an appointment of 150 minutes is booked for 3 days from now
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: Twice a week in week 6
      Given a running order for "esketamine spray" (RxNorm 2119365), nasal, for an outpatient
      And he was given "esketamine" (RxNorm 2119365), nasal, 38 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 5 days ago
      And he was given "esketamine" (RxNorm 2119365), nasal, 2 days ago
      When an appointment of 150 minutes is booked for 2 days from now
      Then rule "KET-FREQ-OVER" speaks as warning

    Scenario Outline: <times> ketamine sessions for depression this week
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      And he was given "ketamine" (RxNorm 6130) <times> times, 1 day apart, the last 1 day ago
      When an appointment of 120 minutes is booked for 2 days from now
      Then rule "KET-FREQ-OVER" <says>

      Examples:
        | times | says              |
        | 3     | stays silent      |
        | 4     | speaks as warning |

    Scenario Outline: <times> ketamine sessions for pain, <days> days apart
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Fibromyalgia" (ICD-10-CM M79.7)
      And he was given "ketamine" (RxNorm 6130) <times> times, <days> days apart, the last 2 days ago
      When an appointment of 120 minutes is booked for 2 days from now
      Then rule "KET-FREQ-OVER" <says>

      Examples: more than 10 of 14 days, more than 12 a year
        | times | days | says              |
        | 10    | 1    | stays silent      |
        | 11    | 1    | speaks as warning |
        | 12    | 20   | stays silent      |
        | 13    | 20   | speaks as warning |

    Scenario: Administrations were not loaded
      Given a running order for "esketamine spray" (RxNorm 2119365), nasal, for an outpatient
      And the medication administrations were not loaded
      When an appointment of 150 minutes is booked for 2 days from now
      Then rule "KET-FREQ-OVER" is not evaluated because "MedicationAdministration" is missing

  Rule: Out of scope, and not known

    Scenario: The first session
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: Topical ketamine twice a day
      When the clinician signs an order for "ketamine 10 % cream", topical, 2 times a day
      Then rule "KET-FREQ-OVER" stays silent

    Scenario: Ordered for an anaesthetic
      Given he was given "ketamine" (RxNorm 6130), intravenous, 4 hours ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-FREQ-OVER" stays silent

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Depression" (ICD-10-CM F33.2)
      Then rule "KET-FREQ-OVER" is not evaluated because "<missing>" is missing

      Examples:
        | kind                       | missing                  |
        | medication administrations | MedicationAdministration |
        | procedures                 | Procedure                |
