@KET-MON-LONG
Feature: Liver, urine and substance use after long ketamine treatment
  After six sessions, or three months, liver tests and a urinalysis belong to every 90 days and a look at substance use to
  every six months.

  Background:
    Given the service date is 2026-11-20
    And a 46-year-old man

  Rule: Overdue tests after long treatment

    Scenario: Six sessions and no test
      Given he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" speaks as warning
      And the card "KET-MON-LONG" says "Alanine aminotransferase"
      And the card "KET-MON-LONG" says "Alkaline phosphatase"
      And the card "KET-MON-LONG" says "Urinalysis complete panel - Urine, none within 90 days"
      And the card "KET-MON-LONG" says "Total score (AUDIT-C), none within 183 days"
      And the card "KET-MON-LONG" rests on "the patient"
      And the card "KET-MON-LONG" offers "Order liver tests"
      And the card "KET-MON-LONG" offers to order (LOINC 24356-8)
      And the card "KET-MON-LONG" does not offer to remove the order
      And the card "KET-MON-LONG" may be overridden because "already-done-outside"
      And the card "KET-MON-LONG" may be overridden because "patient-informed-declines"
      And the card "KET-MON-LONG" cites evidence "E10"
      And the card "KET-MON-LONG" cites evidence "E11"
      And the card "KET-MON-LONG" cites evidence "E33"

    Scenario Outline: <sessions> sessions
      Given he was given "ketamine" (RxNorm 6130) <sessions> times, 3 days apart, the last 5 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" <says>

      Examples: six
        | sessions | says              |
        | 5        | stays silent      |
        | 6        | speaks as warning |
        | 7        | speaks as warning |

    Scenario Outline: Two sessions, the first <days> days ago
      Given he was given "ketamine" (RxNorm 6130), <days> days ago
      And he was given "ketamine" (RxNorm 6130), 10 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" <says>

      Examples: more than three months
        | days | says              |
        | 90   | stays silent      |
        | 91   | speaks as warning |
        | 92   | speaks as warning |

    Scenario: One session long ago is no long treatment
      Given he was given "ketamine" (RxNorm 6130), 200 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" stays silent

    Scenario: Planned and cancelled sessions do not count
      Given he was given "ketamine" (RxNorm 6130) 5 times, 3 days apart, the last 5 days ago
      And he was given "ketamine" (RxNorm 6130), not given, 2 days ago
      And he had "Esketamine session" (HCPCS G2083), planned, 1 day ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous, 2 times a week
      Then rule "KET-MON-LONG" stays silent

    Scenario: A session recorded twice counts once
      Given he was given "esketamine" (RxNorm 2119365) 5 times, 3 days apart, the last 5 days ago
      And he had "Esketamine session" (HCPCS G2083), 5 days ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-MON-LONG" stays silent

    Scenario Outline: Ketamine by mouth, ordered <days> days ago
      Given he takes "ketamine" (RxNorm 6130), sublingual, ordered <days> days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), sublingual, for the community
      Then rule "KET-MON-LONG" <says>

      Examples: more than three months
        | days | says              |
        | 60   | stays silent      |
        | 120  | speaks as warning |

  Rule: When the chart is opened it is a note

    Scenario: After six sessions, with a running order
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      When the clinician opens the chart
      Then rule "KET-MON-LONG" speaks as info

    Scenario Outline: A running order for home, <days> days old
      Given a running order for "ketamine" (RxNorm 6130), sublingual, for the community, ordered <days> days ago
      When the clinician opens the chart
      Then rule "KET-MON-LONG" <says>

      Examples: more than three months
        | days | says           |
        | 90   | stays silent   |
        | 91   | speaks as info |
        | 92   | speaks as info |

    Scenario: Without a running order
      Given he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      When the clinician opens the chart
      Then no card mentions "KET-MON-LONG"

  Rule: Which tests, and how old

    Scenario Outline: <what>
      Given he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      And his "liver enzyme" (LOINC <enzyme>) is 30 U/L, <enzyme days> days ago
      And his "bile enzyme" (LOINC <bile>) is 60 U/L, <bile days> days ago
      And his "Urinalysis" (LOINC 24356-8) is "normal", <urine days> days ago
      And his "AUDIT-C" (LOINC 75626-2) is 2 {score}, <audit days> days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" <says>

      Examples: 90 and 183 days
        | what                     | enzyme | enzyme days | bile   | bile days | urine days | audit days | says              |
        | All there                | 1742-6 | 90          | 6768-6 | 90        | 90         | 183        | stays silent      |
        | AST and GGT do as well   | 1920-8 | 10          | 2324-2 | 10        | 10         | 10         | stays silent      |
        | The ALT is old           | 1742-6 | 91          | 6768-6 | 10        | 10         | 10         | speaks as warning |
        | The ALP is old           | 1742-6 | 10          | 6768-6 | 91        | 10         | 10         | speaks as warning |
        | The urinalysis is old    | 1742-6 | 10          | 6768-6 | 10        | 91         | 10         | speaks as warning |
        | The AUDIT-C is old       | 1742-6 | 10          | 6768-6 | 10        | 10         | 184        | speaks as warning |

    Scenario: Panels and a review told in words
      Given he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      And his "Hepatic function panel" is "within normal limits", 10 days ago
      And his "Urine dipstick" is "clear", 10 days ago
      And he had "Substance use review", 40 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" stays silent

    Scenario: A PHQ-9 is no look at substance use
      Given he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      And his "Hepatic function panel" is "within normal limits", 10 days ago
      And his "Urine dipstick" is "clear", 10 days ago
      And his "PHQ-9 total" (LOINC 44261-6) is 4 {score}, 3 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" speaks as warning

  Rule: What is not known

    Scenario: Sessions were not loaded
      Given the medication administrations were not loaded
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" is not evaluated because "MedicationAdministration" is missing

    Scenario: Observations were not loaded
      Given the observations were not loaded
      And he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MON-LONG" is not evaluated because "1742-6" is missing

    Scenario: Topical ketamine
      Given he was given "ketamine" (RxNorm 6130) 6 times, 3 days apart, the last 5 days ago
      When the clinician selects an order for "ketamine 10 % cream", topical
      Then rule "KET-MON-LONG" stays silent
