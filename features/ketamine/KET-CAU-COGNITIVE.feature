@KET-CAU-COGNITIVE
Feature: Delirium or dementia and ketamine
  Ketamine brings on dreamlike states and confusion, and consent needs capacity. Entries of delirium are seldom closed.

  Background:
    Given the service date is 2026-11-20 at 10:00
    And a 64-year-old man

  Rule: Delirium within 30 days is a contraindication

    Scenario: Delirium last week
      Given he has "Delirium due to known physiological condition" (ICD-10-CM F05), since on 2026-11-14
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CAU-COGNITIVE" is shown
      And the summary of the card "KET-CAU-COGNITIVE" says "within 30 days recorded (2026-11-14)"
      And the card "KET-CAU-COGNITIVE" rests on "Delirium due to known physiological condition"
      And the card "KET-CAU-COGNITIVE" matched "Delirium due to known physiological condition" by code
      And the card "KET-CAU-COGNITIVE" offers to remove the order for "ketamine"
      And the card "KET-CAU-COGNITIVE" offers to order "Assessment of capacity to consent to ketamine or esketamine"
      And the card "KET-CAU-COGNITIVE" may be overridden because "palliative-intent"
      And the card "KET-CAU-COGNITIVE" may be overridden because "specialist-agreed"
      And the card "KET-CAU-COGNITIVE" cites evidence "E33"
      And the card "KET-CAU-COGNITIVE" says "emergence reactions"

    Scenario Outline: Delirium since <days> days ago
      Given he has "Delirium" (SNOMED 2776000), recorded 2 days ago, since <days> days ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-CAU-COGNITIVE" <says>

      Examples: days count whole, and the onset decides before the record
        | days | says               |
        | 1    | speaks as critical |
        | 29   | speaks as critical |
        | 30   | speaks as critical |
        | 31   | stays silent       |
        | 400  | stays silent       |

    Scenario Outline: Delirium recorded <days> days ago
      Given he has "Delirium" (SNOMED 2776000), recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" <says>

      Examples: without an onset the record decides
        | days | says               |
        | 30   | speaks as critical |
        | 31   | stays silent       |

    Scenario Outline: Delirium that has <come back>
      Given he has "Delirium" (SNOMED 2776000), since 2 years ago, <come back>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as critical

      Examples:
        | come back |
        | recurred  |
        | relapsed  |

    Scenario Outline: An entry that is <status> speaks one step lower
      Given he has "Delirium" (SNOMED 2776000), since 5 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as warning
      And the card "KET-CAU-COGNITIVE" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

    Scenario: An onset that says the month only may lie within
      Given he has "Delirium" (SNOMED 2776000), since in 2026-10
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as critical
      And the card "KET-CAU-COGNITIVE" says "date imprecise"

    Scenario: Without a date it may be either
      Given he has "Delirium" (SNOMED 2776000), without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" is not evaluated because "a date of" is missing

  Rule: Dementia is a warning

    Scenario Outline: <problem>
      Given he has <problem>, since 4 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-COGNITIVE" is shown
      And the summary of the card "KET-CAU-COGNITIVE" says "dementia"
      And the card "KET-CAU-COGNITIVE" does not offer to remove the order
      And the card "KET-CAU-COGNITIVE" offers "Assess capacity to consent"

      Examples:
        | problem                                                        |
        | "Dementia" (SNOMED 52448006)                                   |
        | "Alzheimer's disease" (SNOMED 26929004)                        |
        | "Vascular dementia" (ICD-10-CM F01.50)                         |
        | "Dementia in other diseases" (ICD-10-CM F02.80)                |
        | "Unspecified dementia" (ICD-10-CM F03.90)                      |
        | "Alzheimer's disease, late onset" (ICD-10-CM G30.1)            |
        | "Neurocognitive disorder with Lewy bodies" (ICD-10-CM G31.83)  |

    Scenario: Delirium on top of dementia
      Given he has "Unspecified dementia" (ICD-10-CM F03.90), since 4 years ago
      And he has "Delirium" (SNOMED 2776000), since 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as critical

    Scenario Outline: Without a status, recorded <when>
      Given he has "Unspecified dementia" (ICD-10-CM F03.90), without a status, recorded <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as <indicator>

      Examples: it does not go away; after 12 months one step lower
        | when         | indicator |
        | 365 days ago | warning   |
        | 366 days ago | info      |

    Scenario: A provisional entry is a note
      Given he has "Unspecified dementia" (ICD-10-CM F03.90), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as info

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" stays silent

    Scenario Outline: <problem>, <status>
      Given he has <problem>, since 5 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" stays silent

      Examples:
        | problem                                    | status           |
        | "Delirium" (SNOMED 2776000)                | resolved         |
        | "Delirium" (SNOMED 2776000)                | inactive         |
        | "Delirium" (SNOMED 2776000)                | refuted          |
        | "Delirium" (SNOMED 2776000)                | entered in error |
        | "Delirium" (SNOMED 2776000)                | until 1 day ago  |
        | "Unspecified dementia" (ICD-10-CM F03.90)  | resolved         |
        | "Unspecified dementia" (ICD-10-CM F03.90)  | refuted          |

    Scenario Outline: <problem> is another thing
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" stays silent

      Examples:
        | problem                                                      |
        | "Mild cognitive impairment" (ICD-10-CM G31.84)               |
        | "Alcohol withdrawal delirium" (ICD-10-CM F10.231)            |
        | "Altered mental status" (ICD-10-CM R41.82)                   |
        | "Family history of dementia" (ICD-10-CM Z81.8)               |

    Scenario: His father's disease
      Given his father has "Unspecified dementia" (ICD-10-CM F03.90)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" stays silent

    Scenario: Another patient's entry
      Given another patient has "Unspecified dementia" (ICD-10-CM F03.90)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given he has "Unspecified dementia" (ICD-10-CM F03.90)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-COGNITIVE" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And he has "Unspecified dementia" (ICD-10-CM F03.90)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CAU-COGNITIVE" stays silent

    Scenario: Another drug
      Given he has "Unspecified dementia" (ICD-10-CM F03.90)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CAU-COGNITIVE" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And he has "Unspecified dementia" (ICD-10-CM F03.90)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" speaks as warning

    Scenario: An entry in words only
      Given he has "confused at night"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-COGNITIVE" is not evaluated because "code" is missing
