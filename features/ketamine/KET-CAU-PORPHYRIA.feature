@KET-CAU-PORPHYRIA
Feature: Acute porphyria and ketamine
  Ketamine is classed as possibly able to set off an attack of acute porphyria; very little is known.

  Background:
    Given the service date is 2026-11-20
    And a 33-year-old woman

  Rule: A named acute porphyria is a warning

    Scenario: Acute intermittent porphyria
      Given she has "Acute intermittent porphyria" (ICD-10-CM E80.21), since 10 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-PORPHYRIA" is shown
      And the card "KET-CAU-PORPHYRIA" rests on "Acute intermittent porphyria"
      And the card "KET-CAU-PORPHYRIA" matched "Acute intermittent porphyria" by code
      And the card "KET-CAU-PORPHYRIA" says "very little is known"
      And the card "KET-CAU-PORPHYRIA" offers to order "Porphyria centre advice before ketamine or esketamine"
      And the card "KET-CAU-PORPHYRIA" does not offer to remove the order
      And the card "KET-CAU-PORPHYRIA" may be overridden because "specialist-agreed"
      And the card "KET-CAU-PORPHYRIA" cites evidence "E34"

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then a warning card "KET-CAU-PORPHYRIA" is shown

      Examples:
        | problem                                                   |
        | "Acute intermittent porphyria" (SNOMED 234422006)         |
        | "Variegate porphyria" (SNOMED 58275005)                   |
        | "Hereditary coproporphyria" (SNOMED 7425008)              |
        | "Acute intermittent porphyria" (ICD-10-CM E80.21)         |

    Scenario Outline: Without a status, recorded <when>
      Given she has "Variegate porphyria" (SNOMED 58275005), without a status, recorded <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" speaks as <indicator>

      Examples: it is inherited; after 12 months one step lower
        | when         | indicator |
        | 365 days ago | warning   |
        | 366 days ago | info      |
        | 20 years ago | info      |

    Scenario: A provisional entry is a note
      Given she has "Variegate porphyria" (SNOMED 58275005), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" speaks as info
      And the card "KET-CAU-PORPHYRIA" says "one step lower"

  Rule: Porphyria without its type is a note

    Scenario Outline: The type is not said: <problem>
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then an info card "KET-CAU-PORPHYRIA" is shown
      And the summary of the card "KET-CAU-PORPHYRIA" says "without its type"

      Examples: these include the types of the skin
        | problem                                                              |
        | "Inherited disorder of porphyrin metabolism" (SNOMED 403832004)      |
        | "Unspecified porphyria" (ICD-10-CM E80.20)                           |
        | "Other porphyria" (ICD-10-CM E80.29)                                 |

    Scenario: Both on the list
      Given she has "Unspecified porphyria" (ICD-10-CM E80.20)
      And she has "Variegate porphyria" (SNOMED 58275005)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" speaks as warning

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" stays silent

    Scenario Outline: An entry that is <status>
      Given she has "Variegate porphyria" (SNOMED 58275005), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" stays silent

      Examples:
        | status           |
        | resolved         |
        | inactive         |
        | refuted          |
        | entered in error |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" stays silent

      Examples: the category E80 also holds disorders of bilirubin
        | problem                                                       |
        | "Gilbert syndrome" (ICD-10-CM E80.4)                          |
        | "Crigler-Najjar syndrome" (ICD-10-CM E80.5)                   |
        | "Other disorders of bilirubin metabolism" (ICD-10-CM E80.6)   |
        | "Hereditary erythropoietic porphyria" (ICD-10-CM E80.0)       |
        | "Porphyria cutanea tarda" (ICD-10-CM E80.1)                   |
        | "Lead poisoning" (ICD-10-CM T56.0X1A)                         |

    Scenario: Her mother's disease
      Given her mother has "Variegate porphyria" (SNOMED 58275005)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" stays silent

    Scenario: Another patient's entry
      Given another patient has "Variegate porphyria" (SNOMED 58275005)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given she has "Variegate porphyria" (SNOMED 58275005)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-PORPHYRIA" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And she has "Variegate porphyria" (SNOMED 58275005)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CAU-PORPHYRIA" stays silent

    Scenario: Another drug
      Given she has "Variegate porphyria" (SNOMED 58275005)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CAU-PORPHYRIA" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And she has "Variegate porphyria" (SNOMED 58275005)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" speaks as warning

    Scenario: An entry in words only
      Given she has "porphyria in childhood"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-PORPHYRIA" is not evaluated because "code" is missing
