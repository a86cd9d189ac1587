@KET-CI-AGE
Feature: Age and ketamine
  Neither drug is approved under 18 outside anaesthesia; the trial in people of 65 and over did not reach its endpoint.

  Background:
    Given the service date is 2026-11-20

  Rule: Under 18 is a contraindication

    Scenario: A girl of 15
      Given a 15-year-old girl
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-AGE" is shown
      And the summary of the card "KET-CI-AGE" says "under 18 (15 years)"
      And the card "KET-CI-AGE" says "approved in the US"
      And the card "KET-CI-AGE" offers to remove the order for "esketamine"
      And the card "KET-CI-AGE" offers to order "Child psychiatry or paediatric pain service opinion instead of ketamine or esketamine"
      And the card "KET-CI-AGE" may be overridden because "specialist-agreed"
      And the card "KET-CI-AGE" may be overridden because "trial-protocol"
      And the card "KET-CI-AGE" cites evidence "E15"
      And the card "KET-CI-AGE" says "not approved in the US below 18"

    Scenario Outline: Born on <birth>
      Given a man born on <birth>
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-AGE" <says>

      Examples: the 18th birthday is the first day of silence
        | birth      | says               |
        | 2026-05-01 | speaks as critical |
        | 2024-11-20 | speaks as critical |
        | 2008-11-22 | speaks as critical |
        | 2008-11-21 | speaks as critical |
        | 2008-11-20 | stays silent       |
        | 2008-11-19 | stays silent       |
        | 1990-01-01 | stays silent       |

    Scenario Outline: Born in <birth>
      Given a man born in <birth>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-AGE" <says>

      Examples: a year or a month alone may be either
        | birth   | says                                            |
        | 2007    | stays silent                                    |
        | 2008    | is not evaluated because "birthDate" is missing |
        | 2009    | speaks as critical                              |
        | 2008-10 | stays silent                                    |
        | 2008-11 | is not evaluated because "birthDate" is missing |
        | 2008-12 | speaks as critical                              |

  Rule: 65 and over is a note

    Scenario: A man of 70
      Given a 70-year-old man
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then an info card "KET-CI-AGE" is shown
      And the summary of the card "KET-CI-AGE" says "65 or older (70 years); start low"
      And the card "KET-CI-AGE" says "did not reach its endpoint"
      And the card "KET-CI-AGE" does not offer to remove the order
      And the card "KET-CI-AGE" cites evidence "E16"

    Scenario Outline: At the border, born on <birth>
      Given a woman born on <birth>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-AGE" <says>

      Examples: the 65th birthday is the first day
        | birth      | says           |
        | 1961-11-19 | speaks as info |
        | 1961-11-20 | speaks as info |
        | 1961-11-21 | stays silent   |

    Scenario Outline: At the border, born in <birth>
      Given a woman born in <birth>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-AGE" <says>

      Examples:
        | birth | says                                            |
        | 1960  | speaks as info                                  |
        | 1961  | is not evaluated because "birthDate" is missing |
        | 1962  | stays silent                                    |

  Rule: Out of scope

    Scenario: Topical ketamine
      Given a 15-year-old girl
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-AGE" stays silent

    Scenario: A child's anaesthetic in the same visit
      Given a 9-year-old boy
      And the visit is an inpatient visit
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-AGE" stays silent

    Scenario: A high dose alone is no anaesthetic
      Given a 9-year-old boy
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 2 mg/kg
      Then rule "KET-CI-AGE" speaks as critical

    Scenario: Another drug
      Given a 9-year-old boy
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-AGE" stays silent

  Rule: Without a birth date it is not known

    Scenario: No birth date
      Given a woman without a birth date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-AGE" is not evaluated because "birthDate" is missing

    Scenario: A birth date to come is a slip
      Given a man born on 2027-03-01
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-AGE" is not evaluated because "birthDate" is missing
