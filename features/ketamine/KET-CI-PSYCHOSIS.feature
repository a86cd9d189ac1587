@KET-CI-PSYCHOSIS
Feature: Psychosis and ketamine
  Ketamine brings on psychotic symptoms; people with psychosis were kept out of the pivotal trials.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: Active psychosis is a contraindication

    Scenario: Schizophrenia on the problem list
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then a critical card "KET-CI-PSYCHOSIS" is shown
      And exactly 1 card is shown
      And the card "KET-CI-PSYCHOSIS" rests on "Schizophrenia"
      And the card "KET-CI-PSYCHOSIS" matched "Schizophrenia" by code
      And the card "KET-CI-PSYCHOSIS" offers to remove the order for "ketamine"
      And the card "KET-CI-PSYCHOSIS" offers "Refer to psychiatry"
      And the card "KET-CI-PSYCHOSIS" says "electroconvulsive therapy"
      And the card "KET-CI-PSYCHOSIS" may be overridden because "specialist-agreed"
      And the card "KET-CI-PSYCHOSIS" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-PSYCHOSIS" may be overridden because "anaesthesia-emergency"
      And the card "KET-CI-PSYCHOSIS" cites evidence "E1"
      And the card "KET-CI-PSYCHOSIS" cites evidence "E2"
      And the card "KET-CI-PSYCHOSIS" cites evidence "E15"

    Scenario Outline: <problem>
      Given he has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-PSYCHOSIS" is shown

      Examples: psychotic depression belongs here, the trials were of depression without psychosis
        | problem                                                                   |
        | "Schizophrenia" (SNOMED 58214004)                                         |
        | "Schizoaffective disorder" (SNOMED 68890003)                              |
        | "Psychotic disorder" (SNOMED 69322001)                                    |
        | "Ketamine-induced psychosis" (SNOMED 724719005)                           |
        | "Paranoid schizophrenia" (ICD-10-CM F20.0)                                |
        | "Delusional disorder" (ICD-10-CM F22)                                     |
        | "Brief psychotic disorder" (ICD-10-CM F23)                                |
        | "Schizoaffective disorder, bipolar type" (ICD-10-CM F25.0)                |
        | "Unspecified psychosis" (ICD-10-CM F29)                                   |
        | "Severe depression with psychosis" (ICD-10-CM F32.3)                      |
        | "Recurrent depression with psychosis" (ICD-10-CM F33.3)                   |
        | "Severe recurrent depression with psychosis" (SNOMED 28475009)            |
        | "Schizophrenia" (urn:oid:2.16.840.1.113883.6.90 F20.9)                    |

    Scenario Outline: An episode that has <come back>
      Given he has "Brief psychotic disorder" (ICD-10-CM F23), since 3 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as critical

      Examples:
        | come back | status   |
        | recurred  | recurred |
        | relapsed  | relapsed |

    Scenario Outline: An entry that is <status> speaks one step lower
      Given he has "Unspecified psychosis" (ICD-10-CM F29), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-PSYCHOSIS" is shown
      And the card "KET-CI-PSYCHOSIS" says "one step lower"

      Examples: "rule out psychosis" is written so
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

  Rule: An entry without a status counts, after a year one step lower

    Scenario Outline: Recorded <when>
      Given he has "Schizophrenia" (ICD-10-CM F20.9), without a status, recorded <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as <indicator>

      Examples: 12 months
        | when          | indicator |
        | 11 months ago | critical  |
        | 364 days ago  | critical  |
        | 365 days ago  | critical  |
        | 366 days ago  | warning   |
        | 20 years ago  | warning   |

    Scenario: An old entry says why it speaks lower
      Given he has "Schizophrenia" (ICD-10-CM F20.9), without a status, recorded 20 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the card "KET-CI-PSYCHOSIS" says "its status is not recorded"

    Scenario: Without any date either
      Given he has "Schizophrenia" (ICD-10-CM F20.9), without a status, without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as warning

  Rule: In remission it is a warning

    Scenario Outline: <status>
      Given he has "Schizophrenia" (ICD-10-CM F20.9), since 12 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-PSYCHOSIS" is shown
      And the summary of the card "KET-CI-PSYCHOSIS" says "remission"
      And the card "KET-CI-PSYCHOSIS" does not offer to remove the order
      And the card "KET-CI-PSYCHOSIS" offers "Refer to psychiatry"

      Examples:
        | status       |
        | in remission |
        | inactive     |

    Scenario: Provisional and in remission
      Given he has "Unspecified psychosis" (ICD-10-CM F29), in remission, provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as info

    Scenario: One entry active and another in remission
      Given he has "Brief psychotic disorder" (ICD-10-CM F23), in remission
      And he has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as critical

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" stays silent

    Scenario Outline: An entry that is <status>
      Given he has "Brief psychotic disorder" (ICD-10-CM F23), since 3 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" stays silent

      Examples:
        | status           |
        | resolved         |
        | refuted          |
        | entered in error |
        | until 1 year ago |
        | said to be over  |

    Scenario Outline: <problem> is another thing
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" stays silent

      Examples:
        | problem                                                            |
        | "Major depression, severe, without psychosis" (ICD-10-CM F32.2)    |
        | "Recurrent depression, severe" (ICD-10-CM F33.2)                   |
        | "Schizotypal disorder" (ICD-10-CM F21)                             |
        | "Family history of mental disorder" (ICD-10-CM Z81.8)              |
        | "Screening for mental disorder" (ICD-10-CM Z13.30)                 |

    Scenario: His mother's schizophrenia
      Given his mother has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" stays silent

    Scenario: Another patient's entry is left out, and an answer that mixes patients is no whole answer
      Given another patient has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" is not evaluated because "Condition" is missing
      And the data quality notes mention "names another patient"

  Rule: Out of scope

    Scenario: Topical ketamine
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-PSYCHOSIS" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-PSYCHOSIS" stays silent

    Scenario Outline: An anaesthetic ordered <hours> ago in the same visit
      Given the visit is an inpatient visit
      And he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit, ordered <hours> ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-PSYCHOSIS" <says>

      Examples:
        | hours    | says               |
        | 23 hours | stays silent       |
        | 24 hours | stays silent       |
        | 25 hours | speaks as critical |

    Scenario: An anaesthetic of another visit
      Given the visit is an ambulatory visit
      And he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for the service "general anaesthesia" (SNOMED 274507007)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-PSYCHOSIS" speaks as critical

    Scenario: Another drug
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "haloperidol" (RxNorm 5093), intramuscular
      Then rule "KET-CI-PSYCHOSIS" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" is not evaluated because "Condition" is missing

    Scenario: A part that holds psychosis suffices
      Given only the first page of the conditions was loaded
      And he has "Schizophrenia" (ICD-10-CM F20.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" speaks as critical

    Scenario: An entry in words only
      Given he has "schizophrenia, on depot"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PSYCHOSIS" is not evaluated because "code" is missing

  Rule: Recorded while ketamine runs

    Scenario: A new psychosis beside a running order
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      When the clinician records "Schizophrenia" (ICD-10-CM F20.9)
      Then a critical card "KET-CI-PSYCHOSIS" is shown
      And exactly 1 card is shown
      And the card "KET-CI-PSYCHOSIS" is about the order for "ketamine"
      And the card "KET-CI-PSYCHOSIS" rests on "Schizophrenia"
      And the card "KET-CI-PSYCHOSIS" says "already running"
      And the card "KET-CI-PSYCHOSIS" does not offer to remove the order
      And the card "KET-CI-PSYCHOSIS" offers "Refer to psychiatry"

    Scenario: Another problem is no reason to speak of a psychosis that was known
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for "ketamine" (RxNorm 6130), intravenous
      When the clinician records "Plantar fasciitis" (ICD-10-CM M72.2)
      Then no cards are shown

    Scenario Outline: What is recorded as <status> does not count
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      When the clinician records "Schizophrenia" (ICD-10-CM F20.9), <status>
      Then no cards are shown

      Examples:
        | status           |
        | refuted          |
        | entered in error |

    Scenario: No ketamine runs
      When the clinician records "Schizophrenia" (ICD-10-CM F20.9)
      Then no cards are shown

    Scenario: Whether ketamine runs was not loaded
      Given the medication orders were not loaded
      When the clinician records "Schizophrenia" (ICD-10-CM F20.9)
      Then rule "KET-CI-PSYCHOSIS" is not evaluated because "MedicationRequest" is missing

  Rule: The last look before it is given

    Scenario: A signed order is dispatched
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for "ketamine" (RxNorm 6130), intravenous
      When the order for "ketamine" is dispatched to "the infusion clinic"
      Then a critical card "KET-CI-PSYCHOSIS" is shown
      And the card "KET-CI-PSYCHOSIS" is about the order for "ketamine"
      And the card "KET-CI-PSYCHOSIS" does not offer to remove the order

    Scenario: Another order is dispatched
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for "ketamine" (RxNorm 6130), intravenous
      And a running order for "lisinopril" (RxNorm 29046), oral
      When the order for "lisinopril" is dispatched to "the pharmacy"
      Then no cards are shown

    Scenario: The dispatched order itself was not given
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      And a running order for "ketamine" (RxNorm 6130), intravenous
      And the medication orders were not loaded
      When the order for "ketamine" is dispatched to "the infusion clinic"
      Then no cards are shown
      And rule "KET-CI-PSYCHOSIS" is not evaluated because "MedicationRequest/medicationrequest-1" is missing

    Scenario: A refill
      Given he has "Schizophrenia" (ICD-10-CM F20.9)
      When a refill of "ketamine" (RxNorm 6130) is asked for, oral
      Then a critical card "KET-CI-PSYCHOSIS" is shown
      And the card "KET-CI-PSYCHOSIS" offers to remove the order for "ketamine"
