@KET-CAU-THYROID
Feature: Overactive thyroid or new thyroid hormone and ketamine
  Both drive heart rate and pressure. Levothyroxine never speaks alone.

  Background:
    Given the service date is 2026-11-20 at 10:00
    And a 47-year-old woman

  Rule: Thyroid storm is a contraindication

    Scenario: A storm
      Given she has "Thyrotoxicosis with diffuse goiter with storm" (ICD-10-CM E05.01)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CAU-THYROID" is shown
      And the summary of the card "KET-CAU-THYROID" says "thyroid storm"
      And the card "KET-CAU-THYROID" rests on "Thyrotoxicosis with diffuse goiter with storm"
      And the card "KET-CAU-THYROID" matched "Thyrotoxicosis with diffuse goiter with storm" by code
      And the card "KET-CAU-THYROID" offers to order (LOINC 3016-3)
      And the card "KET-CAU-THYROID" does not offer to remove the order
      And the card "KET-CAU-THYROID" says "the US label is silent"
      And the card "KET-CAU-THYROID" may be overridden because "monitoring-in-place"
      And the card "KET-CAU-THYROID" may be overridden because "already-done-outside"
      And the card "KET-CAU-THYROID" cites evidence "E34"
      And the card "KET-CAU-THYROID" says "bars untreated hyperthyroidism"

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-CAU-THYROID" speaks as <indicator>

      Examples: the codes that end in 1 are the storm
        | problem                                                 | indicator |
        | "Toxic single nodule, storm" (ICD-10-CM E05.11)         | critical  |
        | "Toxic multinodular goiter, storm" (ICD-10-CM E05.21)   | critical  |
        | "Ectopic thyroid tissue, storm" (ICD-10-CM E05.31)      | critical  |
        | "Thyrotoxicosis factitia, storm" (ICD-10-CM E05.41)     | critical  |
        | "Other thyrotoxicosis, storm" (ICD-10-CM E05.81)        | critical  |
        | "Thyrotoxicosis, unspecified, storm" (ICD-10-CM E05.91) | critical  |
        | "Diffuse goiter, no storm" (ICD-10-CM E05.00)           | warning   |
        | "Toxic single nodule, no storm" (ICD-10-CM E05.10)      | warning   |
        | "Thyrotoxicosis, unspecified" (ICD-10-CM E05.90)        | warning   |

    Scenario: A normal TSH does not make a storm less
      Given she has "Thyrotoxicosis with storm" (ICD-10-CM E05.91)
      And her "TSH" (LOINC 3016-3) is 2.1 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as critical

    Scenario Outline: A storm that is <status> speaks one step lower
      Given she has "Thyrotoxicosis with storm" (ICD-10-CM E05.91), <status>
      And her "TSH" (LOINC 3016-3) is 2.1 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as warning
      And the card "KET-CAU-THYROID" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

  Rule: Hyperthyroidism is a warning while TSH is low

    Scenario: TSH suppressed
      Given she has "Graves' disease" (SNOMED 353295004)
      And her "TSH" (LOINC 3016-3) is 0.02 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-THYROID" is shown
      And the summary of the card "KET-CAU-THYROID" says "low TSH (0.02"
      And the card "KET-CAU-THYROID" rests on "Graves' disease"
      And the card "KET-CAU-THYROID" rests on "TSH"
      And the card "KET-CAU-THYROID" says "lower limit not given"
      And the card "KET-CAU-THYROID" offers "Order TSH and free T4"

    Scenario Outline: TSH <value>
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is <value>, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples: without a reference range 0.1 mIU/L is the limit; below is below
        | value          | says                                        |
        | 0.09 m[IU]/L   | speaks as warning                           |
        | 0.1 m[IU]/L    | stays silent                                |
        | 0.11 m[IU]/L   | stays silent                                |
        | 0.09 u[IU]/mL  | speaks as warning                           |
        | 0.09 uIU/mL    | speaks as warning                           |
        | 0.09 mIU/L     | speaks as warning                           |
        | 0.1 mIU/L      | stays silent                                |
        | 0.09 furlong   | is not evaluated because "value" is missing |
        | 0.09 without a unit | is not evaluated because "value" is missing |

    Scenario Outline: TSH <value> against a range from 0.4 mIU/L
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is <value>, with a reference range from 0.4 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples: the laboratory's own limit comes first
        | value         | says              |
        | 0.39 m[IU]/L  | speaks as warning |
        | 0.4 m[IU]/L   | stays silent      |
        | 0.41 m[IU]/L  | stays silent      |
        | 0.05 m[IU]/L  | speaks as warning |

    Scenario: The laboratory marks it as low
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is 0.2 m[IU]/L, interpreted as L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as warning

    Scenario: The newest TSH counts
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is 0.02 m[IU]/L, 60 days ago
      And her "TSH" (LOINC 3016-3) is 1.4 m[IU]/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: A urinalysis of the same set is no TSH
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is 1.4 m[IU]/L, 5 days ago
      And her "Urinalysis" (LOINC 24356-8) is "normal", 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: A provisional entry is a note
      Given she has "Hyperthyroidism" (SNOMED 34486009), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as info

  Rule: Hyperthyroidism without a TSH within 90 days asks for it

    Scenario Outline: No TSH: <problem>
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-THYROID" is shown
      And the summary of the card "KET-CAU-THYROID" says "no TSH within 90 days"

      Examples:
        | problem                                              |
        | "Hyperthyroidism" (SNOMED 34486009)                  |
        | "Graves' disease" (SNOMED 353295004)                 |
        | "Thyrotoxicosis in pregnancy" (SNOMED 237506002)     |
        | "Toxic multinodular goiter" (ICD-10-CM E05.20)       |

    Scenario Outline: A normal TSH <when>
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is 1.4 m[IU]/L, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples: 90 days
        | when         | says              |
        | 89 days ago  | stays silent      |
        | 90 days ago  | stays silent      |
        | 91 days ago  | speaks as warning |

    Scenario Outline: A low TSH <when>
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is 0.02 m[IU]/L, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the summary of the card "KET-CAU-THYROID" says "<words>"

      Examples:
        | when         | words                 |
        | 90 days ago  | with a low TSH        |
        | 91 days ago  | no TSH within 90 days |

    Scenario Outline: A TSH that is <status> is none
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      And her "TSH" (LOINC 3016-3) is 1.4 m[IU]/L, 5 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the summary of the card "KET-CAU-THYROID" says "no TSH within 90 days"

      Examples:
        | status           |
        | preliminary      |
        | cancelled        |
        | entered in error |

    Scenario: Observations were not loaded
      Given the observations were not loaded
      And she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as warning
      And the card "KET-CAU-THYROID" says "Said although not known: Observation 3016-3"

    Scenario Outline: <procedure> <when>
      Given she has "Graves' disease" (SNOMED 353295004), since 5 years ago
      And she had <procedure>, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples: an entry that outlived the thyroid
        | procedure                   | when                     | says              |
        | "Total thyroidectomy"       | 3 years ago              | stays silent      |
        | "Thyroidectomy"             | 3 years ago              | stays silent      |
        | "Total thyroidectomy"       | 6 years ago              | speaks as warning |
        | "Subtotal thyroidectomy"    | 3 years ago              | speaks as warning |
        | "Partial thyroidectomy"     | 3 years ago              | speaks as warning |
        | "Total thyroidectomy"       | 3 years ago, planned     | speaks as warning |
        | "Total thyroidectomy"       | 3 years ago, not done    | speaks as warning |

    Scenario: A low TSH counts after a thyroidectomy too
      Given she has "Graves' disease" (SNOMED 353295004), since 5 years ago
      And she had "Total thyroidectomy", 3 years ago
      And her "TSH" (LOINC 3016-3) is 0.02 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as warning

  Rule: Thyroid hormone is a note only with a suppressed TSH or hyperthyroidism

    Scenario: Levothyroxine and a suppressed TSH
      Given she takes "levothyroxine" (RxNorm 10582), ordered 300 days ago
      And her "TSH" (LOINC 3016-3) is 0.05 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then an info card "KET-CAU-THYROID" is shown
      And the summary of the card "KET-CAU-THYROID" says "levothyroxine taken and TSH suppressed (0.05"
      And the card "KET-CAU-THYROID" rests on "levothyroxine"
      And the card "KET-CAU-THYROID" rests on "TSH"

    Scenario Outline: <medicine> and TSH <value>
      Given she takes <medicine>, ordered 300 days ago
      And her "TSH" (LOINC 3016-3) is <value>, with a reference range from 0.4 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples: 0.1 mIU/L, whatever the laboratory's range
        | medicine                       | value         | says           |
        | "levothyroxine" (RxNorm 10582) | 0.09 m[IU]/L  | speaks as info |
        | "levothyroxine" (RxNorm 10582) | 0.1 m[IU]/L   | stays silent   |
        | "levothyroxine" (RxNorm 10582) | 0.3 m[IU]/L   | stays silent   |
        | "liothyronine" (RxNorm 10814)  | 0.09 m[IU]/L  | speaks as info |
        | "carbimazole"                  | 0.09 m[IU]/L  | is not evaluated because "what" is missing |

    Scenario: Levothyroxine alone
      Given she takes "levothyroxine" (RxNorm 10582), ordered 10 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: Levothyroxine for years and a normal TSH
      Given she takes "levothyroxine" (RxNorm 10582), ordered 300 days ago
      And her "TSH" (LOINC 3016-3) is 2.1 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: A suppressed TSH alone
      Given her "TSH" (LOINC 3016-3) is 0.05 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario Outline: Begun <ordered>, beside hyperthyroidism with a normal TSH
      Given she has "Graves' disease" (SNOMED 353295004)
      And her "TSH" (LOINC 3016-3) is 1.4 m[IU]/L, 20 days ago
      And she takes "levothyroxine" (RxNorm 10582), ordered <ordered>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples: 6 weeks
        | ordered     | says           |
        | 41 days ago | speaks as info |
        | 42 days ago | speaks as info |
        | 43 days ago | stays silent   |

    Scenario Outline: A renewal is no start: <earlier>
      Given she has "Graves' disease" (SNOMED 353295004)
      And her "TSH" (LOINC 3016-3) is 1.4 m[IU]/L, 20 days ago
      And she takes "levothyroxine" (RxNorm 10582), ordered 10 days ago
      And <earlier>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" <says>

      Examples:
        | earlier                                                                              | says           |
        | she takes "levothyroxine" (RxNorm 10582), ordered 2 years ago, completed             | stays silent   |
        | she says that she takes "levothyroxine" (RxNorm 10582), since 8 years ago            | stays silent   |
        | she takes "levothyroxine" (RxNorm 10582), ordered 2 years ago, entered in error      | speaks as info |
        | she takes "sertraline" (RxNorm 36437), ordered 2 years ago, completed                | speaks as info |

    Scenario Outline: Levothyroxine that is <status>
      Given she takes "levothyroxine" (RxNorm 10582), ordered 100 days ago, <status>
      And her "TSH" (LOINC 3016-3) is 0.05 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

      Examples:
        | status            |
        | stopped           |
        | on hold           |
        | completed         |
        | cancelled         |
        | entered in error  |
        | a draft elsewhere |
        | as a plan         |

    Scenario: Levothyroxine is ordered beside ketamine that runs
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      And her "TSH" (LOINC 3016-3) is 0.05 m[IU]/L, 20 days ago
      When the clinician signs an order for "levothyroxine" (RxNorm 10582), oral
      Then rule "KET-CAU-THYROID" speaks as info
      And the card "KET-CAU-THYROID" is about the order for "levothyroxine"

    Scenario: Medicines were not loaded
      Given the medications were not loaded
      And her "TSH" (LOINC 3016-3) is 0.05 m[IU]/L, 20 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" is not evaluated because "MedicationRequest" is missing

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario Outline: An entry that is <status>
      Given she has "Hyperthyroidism" (SNOMED 34486009), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

      Examples:
        | status           |
        | resolved         |
        | inactive         |
        | in remission     |
        | refuted          |
        | entered in error |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

      Examples:
        | problem                                                    |
        | "Hypothyroidism, unspecified" (ICD-10-CM E03.9)            |
        | "Postprocedural hypothyroidism" (ICD-10-CM E89.0)          |
        | "Nontoxic goiter" (ICD-10-CM E04.9)                        |
        | "Thyroiditis, unspecified" (ICD-10-CM E06.9)               |
        | "Family history of endocrine disease" (ICD-10-CM Z83.49)   |

    Scenario: Her mother's disease
      Given her mother has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: Another patient's entry
      Given another patient has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And she has "Hyperthyroidism" (SNOMED 34486009)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CAU-THYROID" stays silent

    Scenario: Another drug
      Given she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CAU-THYROID" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And she has "Hyperthyroidism" (SNOMED 34486009)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" speaks as warning

    Scenario: An entry in words only
      Given she has "thyroid runs fast"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-THYROID" is not evaluated because "code" is missing
