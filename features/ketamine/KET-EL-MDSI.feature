@KET-EL-MDSI
Feature: Depression with acute suicidal thoughts in hospital
  Emergency psychiatry comes first. That esketamine is labelled for this is one line among the options, never an order.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old woman

  Rule: In the emergency department or on a ward

    Scenario: What the card says
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the visit starts
      Then an info card "KET-EL-MDSI" is shown
      And the summary of the card "KET-EL-MDSI" says "emergency psychiatry first"
      And the card "KET-EL-MDSI" says "Emergency care comes first and waits for nothing on this card"
      And the card "KET-EL-MDSI" says "that it prevents suicide was not shown"
      And the card "KET-EL-MDSI" says "Nothing is ordered from here"
      And the card "KET-EL-MDSI" rests on "depression"
      And the card "KET-EL-MDSI" rests on "PHQ-9 item 9"
      And the card "KET-EL-MDSI" rests on "the visit"
      And the card "KET-EL-MDSI" offers "Call emergency psychiatry"
      And the card "KET-EL-MDSI" may be overridden because "specialist-agreed"
      And the card "KET-EL-MDSI" cites evidence "E15"

    Scenario Outline: A visit that is <class>
      Given the visit is an <class> visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the visit starts
      Then rule "KET-EL-MDSI" <says>

      Examples:
        | class       | says           |
        | emergency   | speaks as info |
        | inpatient   | speaks as info |
        | observation | speaks as info |
        | ambulatory  | stays silent   |

    Scenario Outline: Item 9 is <answer>, <when>
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "PHQ-9 item 9" (LOINC 44260-8) is <answer> {score}, <when>
      When the visit starts
      Then rule "KET-EL-MDSI" <says>

      Examples: from 1, within 7 days
        | answer | when       | says           |
        | 0      | 1 hour ago | stays silent   |
        | 1      | 1 hour ago | speaks as info |
        | 2      | 1 hour ago | speaks as info |
        | 1      | 6 days ago | speaks as info |
        | 1      | 7 days ago | speaks as info |
        | 1      | 8 days ago | stays silent   |

    Scenario Outline: C-SSRS: <text>
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "C-SSRS screen" is <text>, <when>
      When the visit starts
      Then rule "KET-EL-MDSI" <says>

      Examples: read in words
        | text                 | when       | says           |
        | "positive"           | 1 day ago  | speaks as info |
        | "high risk"          | 1 day ago  | speaks as info |
        | "negative"           | 1 day ago  | stays silent   |
        | "not positive"       | 1 day ago  | stays silent   |
        | "positive"           | 8 days ago | stays silent   |

    Scenario Outline: Suicidal thoughts on the problem list: <problem>
      Given the visit is an inpatient visit
      And she has "depression" (ICD-10-CM F33.2)
      And she has <problem>
      When the visit starts
      Then rule "KET-EL-MDSI" <says>

      Examples:
        | problem                                                                  | says           |
        | "Suicidal ideations" (ICD-10-CM R45.851), recorded 2 days ago            | speaks as info |
        | "Suicidal ideations" (ICD-10-CM R45.851), recorded 8 days ago            | stays silent   |
        | "Suicidal ideations" (ICD-10-CM R45.851), recorded 2 days ago, refuted   | stays silent   |
        | "H/O: attempted suicide" (SNOMED 161474000), recorded 2 days ago         | stays silent   |

    Scenario Outline: An order for <drug> is selected
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the clinician selects an order for <drug>
      Then rule "KET-EL-MDSI" <says>

      Examples: beside what treats depression, not beside every order
        | drug                                          | says           |
        | "sertraline" (RxNorm 36437)                   | speaks as info |
        | "esketamine" (RxNorm 2119365), nasal          | speaks as info |
        | "acetaminophen 500 MG Oral Tablet" (RxNorm 161) | stays silent |

  Rule: Not for her

    Scenario Outline: Born on <born>
      Given a woman born on <born>
      And the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the visit starts
      Then rule "KET-EL-MDSI" <says>

      Examples: 18 years
        | born       | says           |
        | 2008-11-21 | stays silent   |
        | 2008-11-20 | speaks as info |
        | 2008-11-19 | speaks as info |

    Scenario Outline: Depression is <problem>
      Given the visit is an emergency visit
      And she has <problem>
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the visit starts
      Then rule "KET-EL-MDSI" stays silent

      Examples:
        | problem                                                                  |
        | "depression" (ICD-10-CM F33.2), resolved                                 |
        | "depression" (ICD-10-CM F33.2), refuted                                  |
        | "depression with psychotic symptoms" (ICD-10-CM F33.3)                   |
        | "PTSD" (ICD-10-CM F43.10)                                                |

    Scenario: Psychosis beside the depression
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And she has "schizophrenia" (ICD-10-CM F20.9)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the visit starts
      Then rule "KET-EL-MDSI" stays silent

    Scenario: A contraindication to ketamine
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And she has "Abdominal aortic aneurysm" (ICD-10-CM I71.40)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      When the visit starts
      Then rule "KET-EL-MDSI" stays silent

  Rule: What is not known keeps it silent, and is said

    Scenario Outline: The <what> were not loaded
      Given the visit is an emergency visit
      And she has "depression" (ICD-10-CM F33.2)
      And her "PHQ-9 item 9" (LOINC 44260-8) is 2 {score}, 1 hour ago
      And the <what> were not loaded
      When the visit starts
      Then rule "KET-EL-MDSI" is not evaluated because "<missing>" is missing

      Examples:
        | what         | missing                              |
        | conditions   | Condition                            |
        | observations | Observation                          |
        | encounter    | Encounter                            |
        | allergies    | whether the order is contraindicated |
