@KET-EL-CRPS
Feature: Complex regional pain syndrome that stays severe
  A note with options, never an order, for a site that has decided to show it. A guideline and a Cochrane review disagree,
  and the card says both. Everybody else sees nothing of it.

  Rule: A site that has not decided so shows nothing

    Scenario: As it is shipped
      Given a 45-year-old woman
      And she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then no cards are shown
      And no card mentions "KET-EL-CRPS"

  Rule: After two classes of drugs and physical therapy

    Background:
      Given the site has activated the rule "KET-EL-CRPS"
      And a 45-year-old woman

    Scenario: What the card says
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then an info card "KET-EL-CRPS" is shown
      And the summary of the card "KET-EL-CRPS" says "evidence for ketamine conflicts"
      And the card "KET-EL-CRPS" says "A consensus guideline sees moderate evidence that infusions lessen CRPS pain for up to 12 weeks"
      And the card "KET-EL-CRPS" says "a 2025 Cochrane review sees no clear evidence of benefit, CRPS included"
      And the card "KET-EL-CRPS" says "not at week 12"
      And the card "KET-EL-CRPS" says "Nothing is ordered from here"
      And the card "KET-EL-CRPS" does not say "opioid"
      And the card "KET-EL-CRPS" rests on "CRPS of the arm"
      And the card "KET-EL-CRPS" rests on "Pain severity"
      And the card "KET-EL-CRPS" rests on "gabapentin"
      And the card "KET-EL-CRPS" rests on "duloxetine"
      And the card "KET-EL-CRPS" rests on "Physical therapy of the hand"
      And the card "KET-EL-CRPS" offers "Refer to a pain specialist"
      And the card "KET-EL-CRPS" offers "Refer to physical therapy with graded motor imagery"
      And the card "KET-EL-CRPS" may be overridden because "patient-informed-declines"
      And the card "KET-EL-CRPS" may be overridden because "specialist-agreed"
      And the card "KET-EL-CRPS" cites evidence "E1"
      And the card "KET-EL-CRPS" cites evidence "E3"
      And the card "KET-EL-CRPS" cites evidence "E5"
      And the card "KET-EL-CRPS" cites evidence "E6"

    Scenario Outline: Pain is <score>, <when>
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is <score> {score}, <when>
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" <says>

      Examples: from 7, within 30 days
        | score | when        | says           |
        | 6     | 10 days ago | stays silent   |
        | 6.9   | 10 days ago | stays silent   |
        | 7     | 10 days ago | speaks as info |
        | 8     | 10 days ago | speaks as info |
        | 8     | 29 days ago | speaks as info |
        | 8     | 30 days ago | speaks as info |
        | 8     | 31 days ago | stays silent   |

    Scenario: The latest score counts, not the worst
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 9 {score}, 20 days ago
      And her "Pain severity" (LOINC 72514-3) is 4 {score}, 3 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" stays silent

    Scenario Outline: Born on <born>
      Given the service date is 2026-11-20
      And a woman born on <born>
      And she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" <says>

      Examples: 18 years
        | born       | says           |
        | 2008-11-21 | stays silent   |
        | 2008-11-20 | speaks as info |
        | 2008-11-19 | speaks as info |

    Scenario Outline: She tried <first> and <second>
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes <first>, since 9 months ago
      And she says that she takes <second>, since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" <says>

      Examples: two classes, not two drugs
        | first                             | second                             | says           |
        | "gabapentin" (RxNorm 25480)       | "duloxetine" (RxNorm 72625)        | speaks as info |
        | "pregabalin" (RxNorm 187832)      | "amitriptyline" (RxNorm 704)       | speaks as info |
        | "venlafaxine" (RxNorm 39786)      | "nortriptyline" (RxNorm 7531)      | speaks as info |
        | "gabapentin" (RxNorm 25480)       | "pregabalin" (RxNorm 187832)       | stays silent   |
        | "duloxetine" (RxNorm 72625)       | "venlafaxine" (RxNorm 39786)       | stays silent   |
        | "amitriptyline" (RxNorm 704)      | "nortriptyline" (RxNorm 7531)      | stays silent   |
        | "gabapentin" (RxNorm 25480)       | "ibuprofen" (RxNorm 5640)          | stays silent   |

    Scenario: No drug was tried
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" stays silent

    Scenario: Taken until two years ago
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), completed, since 3 years ago, until 2 years ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" speaks as info

    Scenario: A drug that she does not tolerate was tried
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she is allergic to "gabapentin" (RxNorm 25480), as an intolerance
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" speaks as info

    Scenario: A drug for depression is no trial for pain
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago, for "depression" (ICD-10-CM F33.2)
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" stays silent

    Scenario Outline: Physical therapy: <therapy>
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had <therapy>
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" <says>

      Examples:
        | therapy                                             | says           |
        | "Physiotherapy, 12 sessions", 1 year ago            | speaks as info |
        | "Occupational therapy", 60 days ago                 | speaks as info |
        | "Graded motor imagery", 60 days ago                 | speaks as info |
        | "Mirror therapy of the hand", 60 days ago           | speaks as info |
        | "Physical therapy declined by patient", 60 days ago | stays silent   |
        | "Physical therapy", not done                        | stays silent   |
        | "Physical therapy", entered in error                | stays silent   |
        | "Physical examination", 60 days ago                 | stays silent   |
        | "Radiation therapy", 60 days ago                    | stays silent   |

    Scenario: Physical therapy by an order
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And a running order for the service "Physical therapy of the hand", ordered 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" speaks as info

  Rule: Which pain it is

    Background:
      Given the site has activated the rule "KET-EL-CRPS"
      And a 45-year-old woman

    Scenario Outline: She has <problem>
      Given she has <problem>
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" <says>

      Examples:
        | problem                                                         | says           |
        | "Complex regional pain syndrome" (SNOMED 128200000)             | speaks as info |
        | "Causalgia of the leg" (ICD-10-CM G57.72)                       | speaks as info |
        | "Causalgia of the arm" (ICD-10-CM G56.41)                       | speaks as info |
        | "CRPS of the arm" (ICD-10-CM G90.511), provisional              | speaks as info |
        | "CRPS of the arm" (ICD-10-CM G90.51), resolved                  | stays silent   |
        | "CRPS of the arm" (ICD-10-CM G90.51), refuted                   | stays silent   |
        | "CRPS of the arm" (ICD-10-CM G90.51), entered in error          | stays silent   |
        | "CRPS of the arm" (ICD-10-CM G90.51), in remission              | stays silent   |
        | "Orthostatic hypotension" (ICD-10-CM G90.3)                     | stays silent   |
        | "Carpal tunnel syndrome" (ICD-10-CM G56.01)                     | stays silent   |
        | "Fibromyalgia" (ICD-10-CM M79.7)                                | stays silent   |
        | "Postherpetic neuralgia" (ICD-10-CM B02.29)                     | stays silent   |

    Scenario: It is her mother's
      Given her mother has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" stays silent

  Rule: It never comes with what speaks against it

    Background:
      Given the site has activated the rule "KET-EL-CRPS"

    Scenario Outline: She also has <problem>
      Given a 45-year-old woman
      And she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      And she has <problem>
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" <says>

      Examples:
        | problem                                        | says           |
        | "Schizophrenia" (ICD-10-CM F20.9)              | stays silent   |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.40) | stays silent   |
        | "Fibromyalgia" (ICD-10-CM M79.7)               | speaks as info |

    Scenario: Pregnant
      Given a 31-year-old woman
      And she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" stays silent

  Rule: What is not known keeps it silent, and is said

    Background:
      Given the site has activated the rule "KET-EL-CRPS"
      And a 45-year-old woman

    Scenario Outline: The <what> were not loaded
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 8 {score}, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      And the <what> were not loaded
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" is not evaluated because "<missing>" is missing

      Examples:
        | what         | missing                              |
        | conditions   | Condition                            |
        | observations | Observation                          |
        | procedures   | Procedure                            |
        | medications  | MedicationStatement                  |
        | allergies    | whether the order is contraindicated |

    Scenario: A score of which the unit tells nothing
      Given she has "CRPS of the arm" (ICD-10-CM G90.51)
      And her "Pain severity" (LOINC 72514-3) is 70 mm, 10 days ago
      And she says that she takes "gabapentin" (RxNorm 25480), since 9 months ago
      And she says that she takes "duloxetine" (RxNorm 72625), since 5 months ago
      And she had "Physical therapy of the hand", 60 days ago
      When the clinician opens the chart
      Then rule "KET-EL-CRPS" is not evaluated because "Observation 72514-3 value" is missing
