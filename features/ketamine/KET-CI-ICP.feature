@KET-CI-ICP
Feature: Raised pressure in the skull and ketamine
  Pressure of the spinal fluid may rise with ketamine when breathing is not controlled.

  Background:
    Given the service date is 2026-11-20
    And a 39-year-old woman

  Rule: Raised pressure, a swollen or a compressed brain is a contraindication

    Scenario: Swelling of the brain
      Given she has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ICP" is shown
      And the card "KET-CI-ICP" rests on "Cerebral edema"
      And the card "KET-CI-ICP" matched "Cerebral edema" by code
      And the card "KET-CI-ICP" offers to remove the order for "ketamine"
      And the card "KET-CI-ICP" offers to order "Neurology opinion before ketamine or esketamine"
      And the card "KET-CI-ICP" may be overridden because "specialist-agreed"
      And the card "KET-CI-ICP" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-ICP" cites evidence "E1"
      And the card "KET-CI-ICP" cites evidence "E33"
      And the card "KET-CI-ICP" says "pressure of cerebrospinal fluid may rise"

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-ICP" is shown

      Examples:
        | problem                                              |
        | "Compression of brain" (ICD-10-CM G93.5)             |
        | "Cerebral edema" (ICD-10-CM G93.6)                   |
        | "Raised intracranial pressure" (SNOMED 271719001)    |

    Scenario Outline: An entry that is <status> speaks one step lower
      Given she has "Cerebral edema" (ICD-10-CM G93.6), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ICP" is shown
      And the card "KET-CI-ICP" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

    Scenario: An entry that has recurred
      Given she has "Cerebral edema" (ICD-10-CM G93.6), since 3 years ago, recurred
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" speaks as critical

  Rule: Hydrocephalus and benign intracranial hypertension are a warning

    Scenario Outline: It asks neurology: <problem>
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ICP" is shown
      And the summary of the card "KET-CI-ICP" says "ask neurology"
      And the card "KET-CI-ICP" does not offer to remove the order
      And the card "KET-CI-ICP" offers "Ask neurology"

      Examples: normal-pressure hydrocephalus too
        | problem                                                        |
        | "Benign intracranial hypertension" (ICD-10-CM G93.2)           |
        | "Benign intracranial hypertension" (SNOMED 68267002)           |
        | "Communicating hydrocephalus" (ICD-10-CM G91.0)                |
        | "Obstructive hydrocephalus" (ICD-10-CM G91.1)                  |
        | "Idiopathic normal pressure hydrocephalus" (ICD-10-CM G91.2)   |
        | "Hydrocephalus, unspecified" (ICD-10-CM G91.9)                 |

    Scenario: A provisional one is a note
      Given she has "Hydrocephalus, unspecified" (ICD-10-CM G91.9), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" speaks as info

    Scenario: Hydrocephalus with a swollen brain
      Given she has "Hydrocephalus, unspecified" (ICD-10-CM G91.9)
      And she has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" speaks as critical

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" stays silent

    Scenario Outline: An entry that is <status>
      Given she has "Cerebral edema" (ICD-10-CM G93.6), since 2 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" stays silent

      Examples:
        | status           |
        | resolved         |
        | inactive         |
        | in remission     |
        | refuted          |
        | entered in error |
        | until 1 year ago |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" stays silent

      Examples:
        | problem                                              |
        | "Anoxic brain damage" (ICD-10-CM G93.1)              |
        | "Encephalopathy, unspecified" (ICD-10-CM G93.40)     |
        | "Congenital hydrocephalus" (ICD-10-CM Q03.9)         |
        | "Headache" (ICD-10-CM R51.9)                         |
        | "Essential hypertension" (ICD-10-CM I10)             |

    Scenario Outline: Without a status, recorded <days> days ago
      Given she has "Cerebral edema" (ICD-10-CM G93.6), without a status, recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" <says>

      Examples: 12 months
        | days | says                                         |
        | 364  | speaks as critical                           |
        | 365  | speaks as critical                           |
        | 366  | is not evaluated because "status" is missing |

    Scenario: Her mother's disease
      Given her mother has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" stays silent

    Scenario: Another patient's entry
      Given another patient has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given she has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-ICP" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And she has "Cerebral edema" (ICD-10-CM G93.6)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-ICP" stays silent

    Scenario: Another drug
      Given she has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-ICP" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And she has "Cerebral edema" (ICD-10-CM G93.6)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" speaks as critical

    Scenario: An entry in words only
      Given she has "brain swelling"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICP" is not evaluated because "code" is missing
