@KET-CAU-SEIZURE
Feature: Epilepsy with a recent seizure and ketamine
  Whether ketamine brings on seizures or stops them depends on the dose, and what is known is mixed.

  Background:
    Given the service date is 2026-11-20 at 10:00
    And a 41-year-old man

  Rule: Epilepsy with a seizure within 12 months is a warning

    Scenario: Epilepsy for years, and a seizure in spring
      Given he has "Epilepsy, unspecified" (ICD-10-CM G40.909), recorded 9 years ago
      And he has "Unspecified convulsions" (ICD-10-CM R56.9), since on 2026-04-03, resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-SEIZURE" is shown
      And the card "KET-CAU-SEIZURE" rests on "Epilepsy, unspecified"
      And the card "KET-CAU-SEIZURE" rests on "Unspecified convulsions"
      And the card "KET-CAU-SEIZURE" matched "Epilepsy, unspecified" by code
      And the card "KET-CAU-SEIZURE" says "what is known is mixed"
      And the card "KET-CAU-SEIZURE" offers to order "Neurology opinion on epilepsy before ketamine or esketamine"
      And the card "KET-CAU-SEIZURE" does not offer to remove the order
      And the card "KET-CAU-SEIZURE" may be overridden because "monitoring-in-place"
      And the card "KET-CAU-SEIZURE" may be overridden because "specialist-agreed"
      And the card "KET-CAU-SEIZURE" cites evidence "KET-SEIZURE-PRACTICE"

    Scenario Outline: New epilepsy: <problem>
      Given he has <problem>, recorded 3 months ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-CAU-SEIZURE" speaks as warning

      Examples:
        | problem                                                 |
        | "Epilepsy" (SNOMED 84757009)                            |
        | "Seizure disorder" (SNOMED 128613002)                   |
        | "Epilepsy, unspecified" (ICD-10-CM G40.909)             |
        | "Juvenile myoclonic epilepsy" (ICD-10-CM G40.B09)       |

    Scenario Outline: A seizure <days> days ago
      Given he has "Epilepsy" (SNOMED 84757009), recorded 9 years ago
      And he has <seizure>, recorded 1 day ago, since <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" <says>

      Examples: 12 months; the onset of the seizure decides
        | seizure                                        | days | says              |
        | "Unspecified convulsions" (ICD-10-CM R56.9)    | 1    | speaks as warning |
        | "Unspecified convulsions" (ICD-10-CM R56.9)    | 364  | speaks as warning |
        | "Unspecified convulsions" (ICD-10-CM R56.9)    | 365  | speaks as warning |
        | "Unspecified convulsions" (ICD-10-CM R56.9)    | 366  | stays silent      |
        | "Seizure" (SNOMED 91175000)                    | 365  | speaks as warning |
        | "Seizure" (SNOMED 91175000)                    | 366  | stays silent      |
        | "Post traumatic seizures" (ICD-10-CM R56.1)    | 365  | speaks as warning |

    Scenario Outline: Epilepsy that was <written>
      Given he has "Epilepsy" (SNOMED 84757009), <written>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" <says>

      Examples: its onset or its record, whichever lies in the 12 months
        | written                                      | says              |
        | recorded on the day 365 days ago             | speaks as warning |
        | recorded on the day 366 days ago             | stays silent      |
        | recorded 9 years ago, since 365 days ago     | speaks as warning |
        | recorded 9 years ago, since 366 days ago     | stays silent      |
        | recorded 2 months ago, since in 1999         | speaks as warning |
        | recorded 9 years ago, recurred               | speaks as warning |
        | recorded 9 years ago, relapsed               | speaks as warning |

    Scenario Outline: G40 is coded while it is ruled out: <status>
      Given he has "Epilepsy, unspecified" (ICD-10-CM G40.909), recorded 5 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" speaks as info
      And the card "KET-CAU-SEIZURE" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

    Scenario: Without any date it may be either
      Given he has "Epilepsy" (SNOMED 84757009), without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" is not evaluated because "a date of" is missing

    Scenario: A seizure without a date may be recent
      Given he has "Epilepsy" (SNOMED 84757009), recorded 9 years ago
      And he has "Seizure" (SNOMED 91175000), without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" is not evaluated because "a date of" is missing

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

    Scenario: Epilepsy without a seizure for years
      Given he has "Epilepsy" (SNOMED 84757009), recorded 9 years ago, since in 2010
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

    Scenario: A seizure without epilepsy
      Given he has "Unspecified convulsions" (ICD-10-CM R56.9), since 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

    Scenario Outline: Epilepsy that is <status>
      Given he has "Epilepsy" (SNOMED 84757009), recorded 20 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

      Examples:
        | status           |
        | resolved         |
        | inactive         |
        | in remission     |
        | refuted          |
        | entered in error |

    Scenario Outline: A seizure that was <status> does not count
      Given he has "Epilepsy" (SNOMED 84757009), recorded 9 years ago
      And he has "Seizure" (SNOMED 91175000), since 20 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

      Examples:
        | status           |
        | refuted          |
        | entered in error |

    Scenario Outline: <problem> is another thing
      Given he has "Epilepsy" (SNOMED 84757009), recorded 9 years ago
      And he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

      Examples:
        | problem                                                                   |
        | "Simple febrile convulsions" (ICD-10-CM R56.00)                           |
        | "Conversion disorder with seizures" (ICD-10-CM F44.5)                     |
        | "Syncope and collapse" (ICD-10-CM R55)                                    |
        | "Family history of epilepsy" (ICD-10-CM Z82.0)                            |

    Scenario: His father's disease
      Given his father has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" stays silent

    Scenario: Another patient's entry
      Given another patient has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given he has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-SEIZURE" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And he has "Epilepsy" (SNOMED 84757009)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CAU-SEIZURE" stays silent

    Scenario: Another drug
      Given he has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CAU-SEIZURE" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And he has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" speaks as warning

    Scenario: An entry in words only
      Given he has "fits"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-SEIZURE" is not evaluated because "code" is missing
