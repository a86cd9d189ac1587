@KET-CI-MANIA
Feature: Mania or bipolar disorder and ketamine
  People with mania were kept out of the trials. Codes of bipolar disorder name an episode and stay when it is over, so the
  last entry that names one counts.

  Background:
    Given the service date is 2026-11-20
    And a 36-year-old woman

  Rule: A manic, hypomanic or mixed episode is a contraindication

    Scenario: A manic episode
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), since 2 weeks ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-MANIA" is shown
      And the card "KET-CI-MANIA" rests on "Bipolar disorder, current episode manic"
      And the card "KET-CI-MANIA" matched "Bipolar disorder, current episode manic" by code
      And the card "KET-CI-MANIA" offers to remove the order for "esketamine"
      And the card "KET-CI-MANIA" offers to order "Psychiatry opinion on mood before ketamine or esketamine"
      And the card "KET-CI-MANIA" says "rests on expert consensus"
      And the card "KET-CI-MANIA" may be overridden because "specialist-agreed"
      And the card "KET-CI-MANIA" may be overridden because "monitoring-in-place"
      And the card "KET-CI-MANIA" cites evidence "E13"
      And the card "KET-CI-MANIA" cites evidence "E14"
      And the card "KET-CI-MANIA" says "caution with mania"

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-MANIA" is shown

      Examples:
        | problem                                                                      |
        | "Mania" (SNOMED 231494001)                                                   |
        | "Mixed bipolar I disorder" (SNOMED 16506000)                                 |
        | "Manic episode, moderate" (ICD-10-CM F30.12)                                 |
        | "Manic episode with psychotic symptoms" (ICD-10-CM F30.2)                    |
        | "Hypomania" (ICD-10-CM F30.8)                                                |
        | "Manic episode, unspecified" (ICD-10-CM F30.9)                               |
        | "Bipolar disorder, current episode hypomanic" (ICD-10-CM F31.0)              |
        | "Bipolar disorder, current episode manic, severe" (ICD-10-CM F31.13)         |
        | "Bipolar disorder, manic with psychotic features" (ICD-10-CM F31.2)          |
        | "Bipolar disorder, current episode mixed" (ICD-10-CM F31.62)                 |

    Scenario: A mood stabiliser does not make mania less
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12)
      And she takes "lithium carbonate 300 MG Oral Capsule"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

    Scenario Outline: An entry that is <status> speaks one step lower
      Given she has "Manic episode, moderate" (ICD-10-CM F30.12), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-MANIA" is shown
      And the card "KET-CI-MANIA" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

  Rule: The last entry that names an episode counts

    Scenario: A manic episode of 2019 that was resolved
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), since in 2019, resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" stays silent

    Scenario: A manic episode of 2019 that stays on the list, and depression now
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded on 2019-03-01
      And she has "Bipolar disorder, current episode depressed" (ICD-10-CM F31.32), recorded on 2026-10-01
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-MANIA" is shown
      And the summary of the card "KET-CI-MANIA" says "without a mood stabiliser"

    Scenario: A manic episode of 2019 that stays on the list, and remission since
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded on 2019-03-01
      And she has "Bipolar disorder, in full remission" (ICD-10-CM F31.74), recorded on 2020-05-01
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then an info card "KET-CI-MANIA" is shown
      And the summary of the card "KET-CI-MANIA" says "in remission"

    Scenario Outline: The later entry is <later>
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded on 2026-08-01
      And she has <later>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as <indicator>

      Examples: only a confirmed entry that names an episode, and is surely later
        | later                                                                                 | indicator |
        | "Bipolar, depressed" (ICD-10-CM F31.4), recorded on 2026-08-02                        | warning   |
        | "Bipolar, depressed, psychotic" (ICD-10-CM F31.5), recorded on 2026-08-02             | warning   |
        | "Bipolar, depressed" (ICD-10-CM F31.32), recorded on 2026-08-01                       | critical  |
        | "Bipolar, depressed" (ICD-10-CM F31.32), recorded on 2026-07-31                       | critical  |
        | "Bipolar, depressed" (ICD-10-CM F31.32), recorded in 2026                             | critical  |
        | "Bipolar, depressed" (ICD-10-CM F31.32), without a date                               | critical  |
        | "Bipolar, depressed" (ICD-10-CM F31.32), recorded on 2026-09-01, provisional          | critical  |
        | "Bipolar, depressed" (ICD-10-CM F31.32), recorded on 2026-09-01, refuted              | critical  |
        | "Bipolar, depressed" (ICD-10-CM F31.32), recorded on 2026-09-01, resolved             | warning   |
        | "Bipolar, in remission" (ICD-10-CM F31.76), recorded on 2026-09-01                    | info      |
        | "Manic episode in full remission" (ICD-10-CM F30.4), recorded on 2026-09-01           | info      |
        | "Bipolar II disorder" (ICD-10-CM F31.81), recorded on 2026-09-01                      | critical  |
        | "Bipolar disorder, unspecified" (ICD-10-CM F31.9), recorded on 2026-09-01             | critical  |
        | "Bipolar disorder" (SNOMED 13746004), recorded on 2026-09-01                          | critical  |

    Scenario Outline: A manic episode that <comes back>
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded on 2019-03-01, <comes back>
      And she has "Bipolar disorder, in full remission" (ICD-10-CM F31.74), recorded on 2020-05-01
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

      Examples:
        | comes back |
        | recurred   |
        | relapsed   |

    Scenario: A new manic episode after a remission
      Given she has "Bipolar disorder, in full remission" (ICD-10-CM F31.74), recorded on 2020-05-01
      And she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded on 2026-11-10
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

    Scenario: An old disease, recorded as manic this month
      Given she has "Bipolar disorder, in full remission" (ICD-10-CM F31.74), recorded on 2024-05-01
      And she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), since in 2005, recorded on 2026-11-10
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

    Scenario Outline: Entries that name no episode are measured against remission: <first>, <second>
      Given she has <first>
      And she has <second>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as <indicator>

      Examples: an older one is over with it, a newer one is not
        | first                                                                    | second                                                               | indicator |
        | "Bipolar disorder, unspecified" (ICD-10-CM F31.9), recorded on 2018-01-01 | "Bipolar, in remission" (ICD-10-CM F31.74), recorded on 2025-01-01   | info      |
        | "Bipolar disorder" (SNOMED 13746004), recorded on 2026-01-01              | "Bipolar, in remission" (ICD-10-CM F31.74), recorded on 2025-01-01   | warning   |
        | "Bipolar, manic" (ICD-10-CM F31.12), recorded on 2019-01-01               | "Bipolar, manic" (ICD-10-CM F31.13), recorded on 2024-01-01, resolved | warning   |

  Rule: A manic episode of long ago that nothing follows asks whether it is over

    Scenario Outline: A manic episode recorded <when>
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as <indicator>

      Examples: 12 months
        | when         | indicator |
        | 364 days ago | critical  |
        | 365 days ago | critical  |
        | 367 days ago | warning   |
        | 7 years ago  | warning   |

    Scenario: What the warning says, with a mood stabiliser too
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded on 2019-03-01
      And she takes "lithium carbonate 300 MG Oral Capsule"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-MANIA" is shown
      And the summary of the card "KET-CI-MANIA" says "over a year ago and not closed (2019-03-01)"
      And the card "KET-CI-MANIA" does not offer to remove the order

    Scenario: Recorded long ago, begun this year
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), recorded 2 years ago, since 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

    Scenario: Without any date it may be now
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

  Rule: Bipolar disorder is a warning, and a note with a mood stabiliser

    Scenario Outline: No mood stabiliser: <problem>
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-MANIA" is shown
      And the summary of the card "KET-CI-MANIA" says "without a mood stabiliser"
      And the card "KET-CI-MANIA" does not offer to remove the order
      And the card "KET-CI-MANIA" offers "Ask psychiatry"

      Examples:
        | problem                                                                 |
        | "Bipolar disorder" (SNOMED 13746004)                                    |
        | "Bipolar disorder, current episode depressed" (ICD-10-CM F31.30)        |
        | "Bipolar II disorder" (ICD-10-CM F31.81)                                |
        | "Bipolar disorder, unspecified" (ICD-10-CM F31.9)                       |

    Scenario Outline: With <medicine>
      Given she has "Bipolar II disorder" (ICD-10-CM F31.81)
      And she takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then an info card "KET-CI-MANIA" is shown
      And the card "KET-CI-MANIA" rests on "Bipolar II disorder"
      And the summary of the card "KET-CI-MANIA" says "<name>"

      Examples: by ingredient, or by name where no code is known
        | medicine                                     | name          |
        | "lithium carbonate 300 MG Oral Capsule"      | lithium       |
        | "valproic acid" (RxNorm 11118)               | valproic acid |
        | "divalproex sodium 500 MG"                   | valproic acid |
        | "carbamazepine" (RxNorm 2002)                | carbamazepine |
        | "lamotrigine" (RxNorm 28439)                 | lamotrigine   |
        | "quetiapine 25 MG Oral Tablet"               | quetiapine    |
        | "olanzapine" (RxNorm 61381)                  | olanzapine    |
        | "risperidone" (RxNorm 35636)                 | risperidone   |
        | "aripiprazole" (RxNorm 89013)                | aripiprazole  |
        | "lurasidone 40 mg"                           | lurasidone    |
        | "cariprazine 3 mg"                           | cariprazine   |

    Scenario Outline: Lithium that is <status> is none
      Given she has "Bipolar II disorder" (ICD-10-CM F31.81)
      And she takes "lithium carbonate 300 MG Oral Capsule", <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as warning

      Examples:
        | status            |
        | stopped           |
        | on hold           |
        | completed         |
        | cancelled         |
        | entered in error  |
        | a draft elsewhere |
        | as a plan         |
        | until 1 day ago   |

    Scenario: An antidepressant is no mood stabiliser
      Given she has "Bipolar II disorder" (ICD-10-CM F31.81)
      And she takes "sertraline" (RxNorm 36437)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as warning

    Scenario: Medicines were not loaded
      Given the medications were not loaded
      And she has "Bipolar II disorder" (ICD-10-CM F31.81)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-MANIA" is shown
      And the card "KET-CI-MANIA" says "Said although not known: MedicationRequest"

    Scenario: A provisional entry without a mood stabiliser is a note
      Given she has "Bipolar II disorder" (ICD-10-CM F31.81), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as info

  Rule: In remission it is a note

    Scenario Outline: It is in remission: <problem>
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then an info card "KET-CI-MANIA" is shown
      And the summary of the card "KET-CI-MANIA" says "in remission"
      And the card "KET-CI-MANIA" does not offer to remove the order

      Examples: by the code, or by the status of the entry
        | problem                                                                      |
        | "Bipolar disorder, in partial remission" (ICD-10-CM F31.73)                  |
        | "Bipolar disorder, in full remission" (ICD-10-CM F31.78)                     |
        | "Manic episode in partial remission" (ICD-10-CM F30.3)                       |
        | "Manic episode in full remission" (ICD-10-CM F30.4)                          |
        | "Manic episode, unspecified" (ICD-10-CM F30.9), in remission                 |
        | "Bipolar disorder" (SNOMED 13746004), in remission                           |
        | "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), in remission   |
        | "Bipolar disorder" (SNOMED 13746004), inactive                               |

    Scenario: Depression after a remission
      Given she has "Bipolar disorder, in full remission" (ICD-10-CM F31.76), recorded on 2020-05-01
      And she has "Bipolar disorder, current episode depressed" (ICD-10-CM F31.32), recorded on 2026-10-01
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as warning

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" stays silent

    Scenario Outline: An entry that is <status>
      Given she has "Bipolar disorder, current episode manic" (ICD-10-CM F31.12), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" stays silent

      Examples:
        | status           |
        | resolved         |
        | refuted          |
        | entered in error |
        | said to be over  |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" stays silent

      Examples:
        | problem                                                             |
        | "Cyclothymic disorder" (ICD-10-CM F34.0)                            |
        | "Recurrent depression, severe" (ICD-10-CM F33.2)                    |
        | "Family history of mental disorder" (ICD-10-CM Z81.8)               |

    Scenario: Her mother's disease
      Given her mother has "Mania" (SNOMED 231494001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" stays silent

    Scenario: Another patient's entry
      Given another patient has "Mania" (SNOMED 231494001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given she has "Mania" (SNOMED 231494001)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-MANIA" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And she has "Mania" (SNOMED 231494001)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-MANIA" stays silent

    Scenario: Another drug
      Given she has "Mania" (SNOMED 231494001)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-MANIA" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And she has "Mania" (SNOMED 231494001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" speaks as critical

    Scenario: An entry in words only
      Given she has "manic last week"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-MANIA" is not evaluated because "code" is missing
