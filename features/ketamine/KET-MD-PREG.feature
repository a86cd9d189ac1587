@KET-MD-PREG
Feature: Pregnancy not excluded before ketamine
  Before an elective drug that may harm an unborn child, a recent test or answer is needed.
  A test that is only ordered, and contraception, prove nothing.

  Background:
    Given the service date is 2026-11-20

  Rule: Where pregnancy is possible, a recent answer is asked for

    Scenario: A young woman without any answer
      Given a 34-year-old woman weighing 70 kg
      And her blood pressure is 118/74 mmHg, 1 hour ago
      And she has no known allergies
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes, for "depression" (ICD-10-CM F33.2)
      Then a warning card "KET-MD-PREG" is shown
      And exactly 1 card is shown
      And the summary of the card "KET-MD-PREG" says "no recent pregnancy test"
      And the card "KET-MD-PREG" rests on "the patient"
      And the card "KET-MD-PREG" offers to order (LOINC 2106-3)
      And the card "KET-MD-PREG" offers to order (LOINC 2118-8)
      And the card "KET-MD-PREG" does not offer to remove the order
      And the card "KET-MD-PREG" may be overridden because "not-pregnant-confirmed-today"
      And the card "KET-MD-PREG" may be overridden because "patient-informed-declines"
      And the card "KET-MD-PREG" may be overridden because "already-done-outside"
      And the card "KET-MD-PREG" cites evidence "E15"

    Scenario: Already while the order is selected
      Given a 34-year-old woman
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-MD-PREG" speaks as warning

    Scenario Outline: A <age>-year-old
      Given a <age>-year-old woman
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" <says>

      Examples: from 12 to 55 years
        | age | says              |
        | 11  | stays silent      |
        | 12  | speaks as warning |
        | 13  | speaks as warning |
        | 54  | speaks as warning |
        | 55  | speaks as warning |
        | 56  | stays silent      |

    Scenario Outline: Birthday <when>
      Given a woman born on <born>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" <says>

      Examples:
        | when                 | born       | says              |
        | of 12 years tomorrow | 2014-11-21 | stays silent      |
        | of 12 years today    | 2014-11-20 | speaks as warning |
        | of 56 years tomorrow | 1970-11-21 | speaks as warning |
        | of 56 years today    | 1970-11-20 | stays silent      |

    Scenario Outline: <who>
      Given <who>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" <says>

      Examples: what is not known leaves the question open
        | who                                        | says              |
        | a 34-year-old man                          | stays silent      |
        | a 34-year-old patient of unknown gender    | speaks as warning |
        | a 34-year-old patient of another gender    | speaks as warning |
        | a 34-year-old patient                      | speaks as warning |
        | a woman without a birth date               | speaks as warning |
        | a woman born in 1971                       | speaks as warning |
        | a woman born in 1970                       | speaks as warning |
        | a woman born in 1969                       | stays silent      |

    Scenario Outline: The <what> goes before the gender
      Given a 34-year-old <who>
      And <her> <what> is <sex>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" <says>

      Examples:
        | who   | her | what                 | sex       | says              |
        | man   | his | sex at birth         | female    | speaks as warning |
        | woman | her | sex at birth         | male      | stays silent      |
        | man   | his | sex for clinical use | female    | speaks as warning |
        | woman | her | sex for clinical use | male      | stays silent      |
        | man   | his | sex for clinical use | specified | speaks as warning |

    Scenario: Unknown gender is asked without a gender in the words
      Given a 34-year-old patient of unknown gender
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the card "KET-MD-PREG" does not say "woman"
      And the card "KET-MD-PREG" does not say " she "

  Rule: A recent negative test, or a recent answer, is enough

    Scenario Outline: <answer>, <days> days ago
      Given a 34-year-old woman
      And <answer>, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" <says>

      Examples:
        | answer                                                                | days | says              |
        | her urine pregnancy test is negative                                  | 6    | stays silent      |
        | her urine pregnancy test is negative                                  | 7    | stays silent      |
        | her urine pregnancy test is negative                                  | 8    | speaks as warning |
        | her serum pregnancy test is not detected                              | 7    | stays silent      |
        | her serum pregnancy test is not detected                              | 8    | speaks as warning |
        | her serum hCG is 2 [IU]/L, with a reference range up to 5 [IU]/L      | 7    | stays silent      |
        | her serum hCG is 2 [IU]/L, with a reference range up to 5 [IU]/L      | 8    | speaks as warning |
        | her pregnancy status is not pregnant                                  | 6    | stays silent      |
        | her pregnancy status is not pregnant                                  | 7    | stays silent      |
        | her pregnancy status is not pregnant                                  | 8    | speaks as warning |

    Scenario Outline: In a running series a test holds 28 days: tested <tested>, last session <session> days ago
      Given a 34-year-old woman
      And her urine pregnancy test is negative, <tested> days ago
      And she was given <drug>, <session> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" <says>

      Examples:
        | tested | drug                         | session | says              |
        | 27     | "ketamine" (RxNorm 6130)     | 7       | stays silent      |
        | 28     | "ketamine" (RxNorm 6130)     | 7       | stays silent      |
        | 29     | "ketamine" (RxNorm 6130)     | 7       | speaks as warning |
        | 20     | "ketamine" (RxNorm 6130)     | 28      | stays silent      |
        | 20     | "ketamine" (RxNorm 6130)     | 29      | speaks as warning |
        | 20     | "esketamine" (RxNorm 2119365) | 7      | stays silent      |
        | 20     | "ketorolac" (RxNorm 35827)   | 7       | speaks as warning |

    Scenario: A session billed as a procedure makes a series as well
      Given a 34-year-old woman
      And her urine pregnancy test is negative, 20 days ago
      And she had "Esketamine visit" (HCPCS G2082), 7 days ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-MD-PREG" stays silent

    Scenario: A session that did not take place makes no series
      Given a 34-year-old woman
      And her urine pregnancy test is negative, 20 days ago
      And she was given "ketamine" (RxNorm 6130), 7 days ago, not given
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning

    Scenario: In a series an answer without a test still holds 7 days only
      Given a 34-year-old woman
      And her pregnancy status is not pregnant, 20 days ago
      And she was given "ketamine" (RxNorm 6130), 7 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning

  Rule: What proves nothing

    Scenario Outline: No proof: <fact>
      Given a 34-year-old woman
      And <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning

      Examples:
        | fact                                                                             |
        | a running order for the service "Urine pregnancy test" (LOINC 2106-3)            |
        | her urine pregnancy test is negative, 1 hour ago, preliminary                    |
        | her urine pregnancy test is negative, 1 hour ago, registered                     |
        | her urine pregnancy test is negative, 1 hour ago, entered in error               |
        | her pregnancy status is unknown, 1 day ago                                       |
        | her pregnancy status is possibly pregnant, 1 day ago                             |
        | her pregnancy status is not yet confirmed, 1 day ago                             |
        | she has "Encounter for contraceptive management" (ICD-10-CM Z30.9)               |
        | she takes "levonorgestrel / ethinyl estradiol"                                   |
        | her "Pregnancy status" (LOINC 82810-3) is "Possible pregnancy" (SNOMED 102874004) |

    Scenario: A test whose day is not certain says so
      Given a 34-year-old woman
      And her urine pregnancy test is negative, in 2026-11
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning
      And the card "KET-MD-PREG" says "Said although not known"

  Rule: Where pregnancy is impossible nothing is asked

    Scenario Outline: Impossible: <fact>
      Given a 34-year-old woman
      And <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" stays silent

      Examples:
        | fact                                                                             |
        | she had "Hysterectomy" (SNOMED 236886002), 9 years ago                           |
        | she has "Absence of cervix and uterus" (ICD-10-CM Z90.710), recorded 9 years ago |
        | she has "Tubal ligation status" (ICD-10-CM Z98.51), recorded 9 years ago         |
        | she has "Menopausal state" (ICD-10-CM Z78.0), recorded 2 years ago               |

    Scenario Outline: A hysterectomy that is <status> is none
      Given a 34-year-old woman
      And she had "Hysterectomy" (SNOMED 236886002), 1 year ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning

      Examples:
        | status           |
        | planned          |
        | not done         |
        | entered in error |

    Scenario: Tubal ligation never silences a positive test
      Given a 34-year-old woman
      And she has "Tubal ligation status" (ICD-10-CM Z98.51), recorded 9 years ago
      And her urine pregnancy test is positive, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown
      And rule "KET-MD-PREG" stays silent

  Rule: A pregnancy in the record is the other rule's business

    Scenario Outline: Pregnant: <fact>
      Given a 34-year-old woman
      And <fact>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" stays silent
      And rule "KET-CI-PREG" speaks as critical

      Examples:
        | fact                                                       |
        | her pregnancy status is pregnant, 3 weeks ago              |
        | she has "Pre-eclampsia" (SNOMED 398254007)                 |
        | her due date is 10 weeks from now, noted 8 weeks ago       |

    Scenario: hCG with a tumour that makes it is asked about
      Given a 34-year-old woman
      And she has "Malignant neoplasm of ovary" (ICD-10-CM C56.9)
      And her serum hCG is 25000 [IU]/L, with a reference range up to 5 [IU]/L, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning
      And rule "KET-CI-PREG" stays silent

  Rule: Out of scope

    Scenario: Topical ketamine
      Given a 34-year-old woman
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-MD-PREG" stays silent

    Scenario: Ordered for procedural sedation
      Given a 34-year-old woman
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "conscious sedation" (SNOMED 314271007)
      Then rule "KET-MD-PREG" stays silent

    Scenario: Another drug
      Given a 34-year-old woman
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-MD-PREG" stays silent
      And no cards are shown

  Rule: What was not loaded is not known

    Scenario: Without the observations nobody knows whether she was tested, so the question is asked and says why
      Given a 34-year-old woman
      And the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" speaks as warning
      And the card "KET-MD-PREG" says "Said although not known: Observation"

    Scenario: A test that is known suffices, whatever else was not loaded
      Given a 34-year-old woman
      And only the first page of the observations was loaded
      And her urine pregnancy test is negative, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-MD-PREG" stays silent

    Scenario: Nobody can tell whether the order is for ketamine
      Given a 34-year-old woman
      When the clinician signs an order for (RxNorm 999999), intravenous
      Then rule "KET-MD-PREG" is not evaluated because "the medication" is missing
