@KET-EL-TRD
Feature: Referral to consider in treatment-resistant depression
  A note with options, never an order: for an adult whose depression is moderately severe or worse and resistant to
  treatment, where no contraindication would be critical. A trial is adequate after 42 days at the labelled starting dose;
  a clinician's own diagnosis of resistance counts without one.

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

  Rule: Two adequate trials of this episode

    Scenario: What the card says of two trials
      Given he has "depression" (ICD-10-CM F33.2), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he says that he takes "sertraline" (RxNorm 36437), 50 mg, once a day, completed, since 300 days ago, until 200 days ago
      And he says that he takes "venlafaxine" (RxNorm 39786), 37.5 mg, 2 times a day, completed, since 150 days ago, until 50 days ago
      When the clinician opens the chart
      Then an info card "KET-EL-TRD" is shown
      And the summary of the card "KET-EL-TRD" says "depression after two adequate trials"
      And the card "KET-EL-TRD" rests on "sertraline"
      And the card "KET-EL-TRD" rests on "venlafaxine"
      And the card "KET-EL-TRD" says "100 days at the usual dose, adequate"
      And the card "KET-EL-TRD" offers "Ask psychiatry about augmentation, ECT or psychotherapy"
      And the card "KET-EL-TRD" offers "Refer to a certified esketamine site for evaluation"
      And the card "KET-EL-TRD" offers "Continue the present treatment and repeat the PHQ-9"

    Scenario Outline: The other drug was <drug>, <dose>, <often>
      Given he has "depression" (ICD-10-CM F33.2), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he says that he takes "sertraline" (RxNorm 36437), 100 mg, once a day, completed, since 300 days ago, until 200 days ago
      And he says that he takes <drug>, <dose>, <often>, completed, since 150 days ago, until 50 days ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" <says>

      Examples: just below the labelled dose, at it, above it
        | drug                                | dose    | often         | says           |
        | "escitalopram" (RxNorm 321988)      | 5 mg    | once a day    | stays silent   |
        | "escitalopram" (RxNorm 321988)      | 10 mg   | once a day    | speaks as info |
        | "escitalopram" (RxNorm 321988)      | 20 mg   | once a day    | speaks as info |
        | "venlafaxine" (RxNorm 39786)        | 37.5 mg | once a day    | stays silent   |
        | "venlafaxine" (RxNorm 39786)        | 75 mg   | once a day    | speaks as info |
        | "venlafaxine" (RxNorm 39786)        | 75 mg   | 2 times a day | speaks as info |
        | "duloxetine" (RxNorm 72625)         | 30 mg   | once a day    | stays silent   |
        | "duloxetine" (RxNorm 72625)         | 20 mg   | 2 times a day | speaks as info |
        | "bupropion" (RxNorm 42347)          | 150 mg  | once a day    | stays silent   |
        | "bupropion" (RxNorm 42347)          | 150 mg  | 2 times a day | speaks as info |
        | "Zyban" (RxNorm 42347)              | 150 mg  | 2 times a day | stays silent   |
        | "bupropion to stop smoking" (RxNorm 1801289) | 150 mg | 2 times a day | stays silent |

      Examples: low doses given for sleep or pain
        | drug                                | dose    | often         | says           |
        | "trazodone" (RxNorm 10737)          | 100 mg  | once a day    | stays silent   |
        | "trazodone" (RxNorm 10737)          | 150 mg  | once a day    | speaks as info |
        | "amitriptyline" (RxNorm 704)        | 50 mg   | once a day    | stays silent   |
        | "amitriptyline" (RxNorm 704)        | 75 mg   | once a day    | speaks as info |
        | "nortriptyline" (RxNorm 7531)       | 50 mg   | once a day    | stays silent   |
        | "nortriptyline" (RxNorm 7531)       | 25 mg   | 3 times a day | speaks as info |
        | "doxepin" (RxNorm 3638)             | 6 mg    | once a day    | stays silent   |
        | "doxepin" (RxNorm 3638)             | 75 mg   | once a day    | speaks as info |

    Scenario Outline: The other drug was taken from <since> to <until>
      Given he has "depression" (ICD-10-CM F33.2), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he says that he takes "sertraline" (RxNorm 36437), 100 mg, once a day, completed, since 300 days ago, until 200 days ago
      And he says that he takes "mirtazapine" (RxNorm 15996), 15 mg, once a day, completed, since <since>, until <until>
      When the clinician opens the chart
      Then rule "KET-EL-TRD" <says>

      Examples: 42 days
        | since        | until       | says           |
        | 141 days ago | 100 days ago | stays silent   |
        | 142 days ago | 100 days ago | speaks as info |
        | 143 days ago | 100 days ago | speaks as info |

    Scenario Outline: It cannot be determined: <what>
      Given he has "depression" (ICD-10-CM F33.2), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he says that he takes "sertraline" (RxNorm 36437), 100 mg, once a day, completed, since 300 days ago, until 200 days ago
      And he says that he takes <what>, completed, since 150 days ago, until 50 days ago
      When the clinician opens the chart
      Then rule "KET-EL-TRD" is not evaluated because "<missing>" is missing

      Examples: no labelled dose is on file, or the dose a day is not told
        | what                                            | missing       |
        | "imipramine" (RxNorm 5691), 150 mg, once a day   | imipramine:   |
        | "fluvoxamine" (RxNorm 42355), 100 mg, once a day | fluvoxamine:  |
        | "venlafaxine" (RxNorm 39786)                    | venlafaxine:  |
        | "venlafaxine" (RxNorm 39786), 150 mg            | venlafaxine:  |

    Scenario: Orders without doses
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

    Scenario: A medicine that nobody can name withholds it, and is named on the card that is shown
      Given he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      And he takes "Blend no. 7"
      When the clinician opens the chart
      Then rule "KET-EL-TRD" is not evaluated because "whether the order is contraindicated" is missing
      And the response says "1 medication could not be checked: Blend no. 7"
