@KET-CAU-LIVER
Feature: Liver injury or moderate liver disease and ketamine
  Repeated ketamine can injure the liver. Enzymes above three times their limit, a doubling since the first session, and a
  Child-Pugh score of 7 to 9 (walked in KET-CI-LIVER-SEVERE) are reasons to look first.

  Background:
    Given the service date is 2026-11-20
    And a 44-year-old man

  Rule: Enzymes above three times their upper limit

    Scenario: A high ALT
      Given his "ALT" (LOINC 1742-6) is 160 U/L, 5 days ago, with a reference range up to 50 U/L
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" speaks as warning
      And the card "KET-CAU-LIVER" rests on "ALT"
      And the card "KET-CAU-LIVER" says "160 U/L"
      And the card "KET-CAU-LIVER" says "3 of 6 people"
      And the card "KET-CAU-LIVER" offers "Repeat the liver tests"
      And the card "KET-CAU-LIVER" offers "Order longer observation after the session"
      And the card "KET-CAU-LIVER" does not offer to remove the order
      And the card "KET-CAU-LIVER" may be overridden because "monitoring-in-place"
      And the card "KET-CAU-LIVER" may be overridden because "already-done-outside"
      And the card "KET-CAU-LIVER" cites evidence "E10"
      And the card "KET-CAU-LIVER" cites evidence "E11"
      And the card "KET-CAU-LIVER" cites evidence "E33"

    Scenario Outline: <test> of <value> with an upper limit of <limit>
      Given his "liver enzyme" (LOINC <test>) is <value>, 5 days ago, with a reference range up to <limit>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" <says>

      Examples: three times exactly is silent
        | test   | value       | limit      | says              |
        | 1742-6 | 149 U/L     | 50 U/L     | stays silent      |
        | 1742-6 | 150 U/L     | 50 U/L     | stays silent      |
        | 1742-6 | 151 U/L     | 50 U/L     | speaks as warning |
        | 1920-8 | 120 U/L     | 40 U/L     | stays silent      |
        | 1920-8 | 121 U/L     | 40 U/L     | speaks as warning |
        | 1742-6 | 2.4 ukat/L  | 0.8 ukat/L | stays silent      |
        | 1742-6 | 2.5 ukat/L  | 0.8 ukat/L | speaks as warning |
        | 1742-6 | 2.5 ukat/L  | 48 U/L     | speaks as warning |

    Scenario Outline: ALT of <value>, without a reference range
      Given his "ALT" (LOINC 1742-6) is <value>, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" <says>

      Examples: 40 U/L is taken
        | value      | says              |
        | 119 U/L    | stays silent      |
        | 120 U/L    | stays silent      |
        | 121 U/L    | speaks as warning |
        | 2.1 ukat/L | speaks as warning |

    Scenario: The card says which limit was taken
      Given his "ALT" (LOINC 1742-6) is 121 U/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the card "KET-CAU-LIVER" says "upper limit not given; 40 U/L taken"

    Scenario Outline: A high ALT <days> days ago
      Given his "ALT" (LOINC 1742-6) is 200 U/L, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" <says>

      Examples: 90 days
        | days | says              |
        | 89   | speaks as warning |
        | 90   | speaks as warning |
        | 91   | stays silent      |

    Scenario: The newest ALT counts
      Given his "ALT" (LOINC 1742-6) is 200 U/L, 30 days ago
      And his "ALT" (LOINC 1742-6) is 45 U/L, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" stays silent

    Scenario: A newer AST does not hide the ALT
      Given his "ALT" (LOINC 1742-6) is 200 U/L, 30 days ago
      And his "AST" (LOINC 1920-8) is 25 U/L, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" speaks as warning

    Scenario Outline: <what> is another test
      Given his "<what>" (LOINC <code>) is 400 U/L, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" stays silent

      Examples:
        | what | code   |
        | ALP  | 6768-6 |
        | GGT  | 2324-2 |

    Scenario Outline: A high ALT that is <status>
      Given his "ALT" (LOINC 1742-6) is 200 U/L, 2 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" <says>

      Examples:
        | status           | says              |
        | preliminary      | stays silent      |
        | entered in error | stays silent      |
        | corrected        | speaks as warning |

  Rule: ALT doubled since the first session

    Scenario Outline: ALT 30 before the first session, <now> after it
      Given he was given "ketamine" (RxNorm 6130), 40 days ago
      And his "ALT" (LOINC 1742-6) is 30 U/L, 45 days ago, with a reference range up to 50 U/L
      And his "ALT" (LOINC 1742-6) is <now> U/L, 5 days ago, with a reference range up to 50 U/L
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" <says>

      Examples: doubled exactly counts
        | now | says              |
        | 59  | stays silent      |
        | 60  | speaks as warning |
        | 61  | speaks as warning |

    Scenario: What the card says of a doubling
      Given he was given "ketamine" (RxNorm 6130), 40 days ago
      And his "ALT" (LOINC 1742-6) is 0.5 ukat/L, 45 days ago
      And his "ALT" (LOINC 1742-6) is 70 U/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" speaks as warning
      And the summary of the card "KET-CAU-LIVER" says "doubled"
      And the card "KET-CAU-LIVER" rests on "ALT"

    Scenario Outline: The value before the first session is <days> days before it
      Given he was given "ketamine" (RxNorm 6130), 40 days ago
      And his "ALT" (LOINC 1742-6) is 30 U/L, <ago> days ago
      And his "ALT" (LOINC 1742-6) is 70 U/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" <says>

      Examples: within 90 days before it, and never after it
        | days | ago | says                                        |
        | 90   | 130 | speaks as warning                           |
        | 91   | 131 | is not evaluated because "1742-6" is missing |
        | -10  | 30  | is not evaluated because "1742-6" is missing |

    Scenario: Without any session there is nothing to compare
      Given his "ALT" (LOINC 1742-6) is 20 U/L, 45 days ago
      And his "ALT" (LOINC 1742-6) is 70 U/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" stays silent

    Scenario: A session that was cancelled is none
      Given he was given "ketamine" (RxNorm 6130), not given, 40 days ago
      And his "ALT" (LOINC 1742-6) is 20 U/L, 45 days ago
      And his "ALT" (LOINC 1742-6) is 70 U/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" stays silent

  Rule: What is not known

    Scenario: Observations were not loaded
      Given the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" is not evaluated because "1742-6" is missing

    Scenario: A number without a unit
      Given his "ALT" (LOINC 1742-6) is 200 without a unit, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-LIVER" is not evaluated because "1742-6" is missing
