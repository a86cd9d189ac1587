@KET-EL-TRD
Feature: Referral to consider in treatment-resistant depression
  A note with options, never an order: for an adult whose depression is moderately severe or worse and resistant to
  treatment, where no contraindication would be critical. Which trials were adequate cannot be counted while no minimum
  doses are on file; then a clinician's own diagnosis of resistance is what counts.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: A clinician recorded treatment resistance

    Scenario: What the card says
      Given he has "Treatment resistant depression" (SNOMED 1153570009), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he takes "sertraline" (RxNorm 36437), ordered 5 months ago
      And he takes "venlafaxine" (RxNorm 39786), completed, ordered 14 months ago
      When the clinician opens the chart
      Then an info card "KET-EL-TRD" is shown
      And the summary of the card "KET-EL-TRD" says "options include referral for esketamine"
      And the card "KET-EL-TRD" rests on "Treatment resistant depression"
      And the card "KET-EL-TRD" rests on "PHQ-9"
      And the card "KET-EL-TRD" rests on "sertraline"
      And the card "KET-EL-TRD" rests on "venlafaxine"
      And the card "KET-EL-TRD" says "cannot determine"
      And the card "KET-EL-TRD" says "the certainty is moderate"
      And the card "KET-EL-TRD" says "Nothing is ordered from here"
      And the card "KET-EL-TRD" offers "Ask psychiatry about augmentation, ECT or psychotherapy"
      And the card "KET-EL-TRD" offers "Refer to a certified esketamine site for evaluation"
      And the card "KET-EL-TRD" offers "Continue the present treatment and repeat the PHQ-9"
      And the card "KET-EL-TRD" may be overridden because "patient-informed-declines"
      And the card "KET-EL-TRD" may be overridden because "specialist-agreed"
      And the card "KET-EL-TRD" cites evidence "E16"
      And the card "KET-EL-TRD" cites evidence "E22"
      And the card "KET-EL-TRD" cites evidence "E31"

    Scenario: When a visit starts, and no trial was found
      Given he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      When the visit starts
      Then an info card "KET-EL-TRD" is shown
      And the card "KET-EL-TRD" does not say "cannot determine"

    Scenario Outline: PHQ-9 is <score>, <when>
      Given he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9" (LOINC 44261-6) is <score> {score}, <when>
      When the clinician opens the chart
      Then rule "KET-EL-TRD" <says>

      Examples: from 15, within 30 days
        | score | when        | says           |
        | 14    | 10 days ago | stays silent   |
        | 15    | 10 days ago | speaks as info |
        | 16    | 10 days ago | speaks as info |
        | 19    | 29 days ago | speaks as info |
        | 19    | 30 days ago | speaks as info |
        | 19    | 31 days ago | stays silent   |

    Scenario Outline: Born on <born>
      Given a man born on <born>
      And he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" <says>

      Examples: 18 years
        | born       | says           |
        | 2008-11-21 | stays silent   |
        | 2008-11-20 | speaks as info |
        | 2008-11-19 | speaks as info |

    Scenario Outline: The diagnosis is <what>
      Given he has "Treatment resistant depression" (SNOMED 1153570009), <what>
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" <says>

      Examples:
        | what             | says           |
        | provisional      | speaks as info |
        | resolved         | stays silent   |
        | refuted          | stays silent   |
        | entered in error | stays silent   |

    Scenario Outline: It is not his: <who>
      Given <who>
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" <says>

      Examples:
        | who                                                                           | says                                         |
        | his mother has "Treatment resistant depression" (SNOMED 1153570009)           | stays silent                                 |
        | another patient has "Treatment resistant depression" (SNOMED 1153570009)      | is not evaluated because "Condition" is missing |

    Scenario: The score of the questionnaire for teenagers is another one
      Given he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9 for teens" (LOINC 89204-2) is 19 {score}, 10 days ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" stays silent

  Rule: Trials cannot be counted without minimum doses

    Scenario: Two drugs for months
      Given he has "depression" (ICD-10-CM F33.2), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he takes "sertraline" (RxNorm 36437), 100 mg, ordered 5 months ago
      And he takes "venlafaxine" (RxNorm 39786), 150 mg, completed, ordered 14 months ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" is not evaluated because "sertraline: " is missing

    Scenario Outline: Too few distinct drugs: <other>
      Given he has "depression" (ICD-10-CM F33.2), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he takes "sertraline" (RxNorm 36437), 100 mg, ordered 5 months ago
      And he takes <other>
      When the clinician opens the chart
      Then rule "KET-EL-TRD" stays silent

      Examples:
        | other                                                                                       |
        | "sertraline 50 MG Oral Tablet" (RxNorm 36437), completed, ordered 14 months ago              |
        | "lisinopril 10 MG Oral Tablet" (RxNorm 29046)                                                |
        | "bupropion to stop smoking" (RxNorm 1801289)                                                 |
        | "venlafaxine" (RxNorm 39786), cancelled                                                      |
        | "venlafaxine" (RxNorm 39786), as a plan                                                      |

    Scenario: Trials of an earlier episode
      Given he has "depression" (ICD-10-CM F33.2), since 2 months ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he says that he takes "sertraline" (RxNorm 36437), completed, since 3 years ago, until 2 years ago
      And he says that he takes "venlafaxine" (RxNorm 39786), completed, since 2 years ago, until 1 year ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" stays silent

    Scenario Outline: No major depression that is current: <problem>
      Given he has <problem>
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he takes "sertraline" (RxNorm 36437), 100 mg, ordered 5 months ago
      And he takes "venlafaxine" (RxNorm 39786), 150 mg, completed, ordered 14 months ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" stays silent

      Examples:
        | problem                                                            |
        | "Depression, unspecified" (ICD-10-CM F32.A), since 2 years ago      |
        | "MDD in full remission" (ICD-10-CM F33.42), since 2 years ago       |
        | "depression" (ICD-10-CM F33.2), resolved, since 2 years ago         |

  Rule: It never comes with what speaks against it

    Scenario Outline: He has <problem>
      Given he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he has <problem>
      When the clinician opens the chart
      Then rule "KET-EL-TRD" stays silent

      Examples:
        | problem                                             |
        | "schizophrenia" (ICD-10-CM F20.9)                   |
        | "Bipolar disorder" (ICD-10-CM F31.9)                |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.40)      |
        | "Hypertensive crisis" (ICD-10-CM I16.9)             |

    Scenario: Pregnant
      Given a 31-year-old woman
      And she has "Treatment resistant depression" (SNOMED 1153570009)
      And her "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" stays silent

  Rule: What is not known keeps it silent, and is said

    Scenario Outline: The <what> were not loaded
      Given he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And the <what> were not loaded
      When the clinician opens the chart
      Then rule "KET-EL-TRD" is not evaluated because "<missing>" is missing

      Examples:
        | what         | missing                              |
        | conditions   | Condition                            |
        | observations | Observation                          |
        | allergies    | whether the order is contraindicated |
