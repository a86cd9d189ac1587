@KET-CI-PREG
Feature: Ketamine ordered during pregnancy
  Ketamine and esketamine harm the developing brain in animals, and treatment with them is elective.
  Whatever the record says last about a pregnancy counts, whichever resource says it.

  Background:
    Given the service date is 2026-11-20
    And a 34-year-old woman

  Rule: A pregnancy in the record stops a ketamine order

    Scenario: Pregnant by her recorded status
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then a critical card "KET-CI-PREG" is shown
      And exactly 1 card is shown
      And the card "KET-CI-PREG" is about the order for "ketamine"
      And the summary of the card "KET-CI-PREG" says "pregnancy recorded"
      And the card "KET-CI-PREG" rests on "Pregnancy status"
      And the card "KET-CI-PREG" says "not recommended in pregnancy"
      And the card "KET-CI-PREG" cites evidence "E15"
      And the card "KET-CI-PREG" cites evidence "E2"

    Scenario: What the card offers
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the card "KET-CI-PREG" offers to remove the order for "ketamine"
      And the card "KET-CI-PREG" offers "Refer to obstetrics or perinatal psychiatry"
      And the card "KET-CI-PREG" offers to order (LOINC 2106-3)
      And the card "KET-CI-PREG" may be overridden because "specialist-agreed"
      And the card "KET-CI-PREG" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-PREG" may be overridden because "anaesthesia-emergency"

    Scenario Outline: Pregnant by an answer to the question: <answer>
      Given her "Pregnancy status" (LOINC 82810-3) is <answer>, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown

      Examples:
        | answer                        |
        | "Pregnant" (SNOMED 77386006)  |
        | "Pregnant" (LOINC LA15173-0)  |

    Scenario Outline: Pregnant by a <kind> test that is <result>
      Given her <kind> pregnancy test is <result>, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown

      Examples:
        | kind  | result   |
        | urine | positive |
        | serum | positive |
        | urine | detected |

    Scenario: Pregnant by a quantitative test above the laboratory's cut-off
      Given her serum hCG is 250 [IU]/L, with a reference range up to 5 [IU]/L, 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown

    Scenario Outline: Pregnant by an entry of the problem list: <problem>
      Given she has <problem>, recorded 3 months ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown

      Examples:
        | problem                                                          |
        | "Pregnant" (SNOMED 77386006)                                     |
        | "Normal pregnancy" (SNOMED 72892002)                             |
        | "Pregnant state, incidental" (ICD-10-CM Z33.1)                   |
        | "Supervision of first pregnancy" (ICD-10-CM Z34.01)              |
        | "Supervision of high risk pregnancy" (ICD-10-CM O09.90)          |
        | "20 weeks gestation" (ICD-10-CM Z3A.20)                          |
        | "Tubal pregnancy" (ICD-10-CM O00.10)                             |

    Scenario: Pregnant by a due date ahead
      Given her due date is 10 weeks from now, noted 8 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown

    Scenario Outline: Pre-eclampsia has words of its own
      Given she has <problem>, recorded 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown
      And the summary of the card "KET-CI-PREG" says "pre-eclampsia"
      And the card "KET-CI-PREG" cites evidence "E34"

      Examples:
        | problem                                          |
        | "Pre-eclampsia" (SNOMED 398254007)               |
        | "Eclampsia" (SNOMED 15938005)                    |
        | "Severe pre-eclampsia" (ICD-10-CM O14.10)        |
        | "Eclampsia" (ICD-10-CM O15.00)                   |

    Scenario Outline: Whatever is ordered that holds ketamine: <order>
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for <order>
      Then a critical card "KET-CI-PREG" is shown

      Examples:
        | order                                                     |
        | "ketamine" (RxNorm 6130), intravenous                     |
        | "ketamine" (ATC N01AX03), intravenous                     |
        | "ketamine" (SNOMED 373464007), intravenous                |
        | "esketamine" (RxNorm 2119365), nasal                      |
        | "esketamine" (ATC N06AX27), nasal                         |
        | "Ketalar 50 MG/ML vial", intravenous                      |
        | "Spravato 56 mg nasal kit", nasal                         |
        | "compounded KETAMINE troche", buccal                      |
        | "ketamine" (RxNorm 6130), as a referenced Medication      |
        | the service "Esketamine visit" (HCPCS G2082)              |
        | the service "Esketamine visit" (HCPCS G2083)              |

    Scenario: An order known by its words only says so
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "compounded ketamine troche 100 mg"
      Then the card "KET-CI-PREG" says "identified from free text"

    Scenario: Already while the order is selected
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician selects an order for "ketamine" (RxNorm 6130)
      Then a critical card "KET-CI-PREG" is shown

    Scenario: A man's record says pregnant
      Given a 34-year-old man
      And his pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-PREG" is shown

  Rule: Old facts say nothing of today

    Scenario Outline: Status <days> days old
      Given her pregnancy status is pregnant, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" <says>

      Examples:
        | days | says               |
        | 279  | speaks as critical |
        | 280  | speaks as critical |
        | 281  | stays silent       |

    Scenario Outline: Positive test <days> days old
      Given her urine pregnancy test is positive, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" <says>

      Examples:
        | days | says               |
        | 29   | speaks as critical |
        | 30   | speaks as critical |
        | 31   | stays silent       |

    Scenario Outline: Entry of the problem list recorded <days> days ago
      Given she has "Pregnant" (SNOMED 77386006), recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" <says>

      Examples:
        | days | says               |
        | 299  | speaks as critical |
        | 300  | speaks as critical |
        | 301  | stays silent       |

    Scenario Outline: Due date passed <days> days ago
      Given her due date is on the day <days> days ago, noted 30 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" <says>

      Examples: the day itself may still count, whatever the hour
        | days | says               |
        | 13   | speaks as critical |
        | 14   | speaks as critical |
        | 15   | stays silent       |

    Scenario: A status recorded some time in a month is read as the end of it that speaks
      Given her pregnancy status is pregnant, in 2026-02
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

  Rule: The newest fact wins, whatever the resource

    Scenario Outline: <later> ends what an older status said
      Given her pregnancy status is pregnant, 20 weeks ago
      And <later>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

      Examples:
        | later                                                                           |
        | her pregnancy status is not pregnant, 3 days ago                                |
        | her urine pregnancy test is negative, 3 days ago                                |
        | her serum hCG is 2 [IU]/L, with a reference range up to 5 [IU]/L, 3 days ago    |
        | she has "Single live birth" (ICD-10-CM Z37.0), recorded 3 weeks ago             |
        | she has "Full-term delivery" (ICD-10-CM O80), recorded 3 weeks ago              |
        | she has "Spontaneous abortion" (ICD-10-CM O03.9), recorded 3 weeks ago          |
        | she has "Elective termination" (ICD-10-CM Z33.2), resolved, recorded 3 weeks ago |
        | she has "Postpartum examination" (ICD-10-CM Z39.2), recorded 3 weeks ago        |

    Scenario: Weeks of gestation that nobody closed, and a delivery since
      Given she has "30 weeks gestation" (ICD-10-CM Z3A.30), recorded 20 weeks ago
      And she has "Single live birth" (ICD-10-CM Z37.0), recorded 10 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

    Scenario: The next pregnancy is another one
      Given she has "Single live birth" (ICD-10-CM Z37.0), recorded 30 weeks ago
      And her pregnancy status is pregnant, 2 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

    Scenario: A positive test after a negative one
      Given her urine pregnancy test is negative, 6 days ago
      And her serum pregnancy test is positive, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

    Scenario: Both on one day, the one that warns stands
      Given her urine pregnancy test is negative, 3 hours ago
      And her serum pregnancy test is positive, 4 hours ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

    Scenario: Pregnant and delivered on one day, the delivery stands
      Given her pregnancy status is pregnant, on 2026-11-18
      And she has "Single live birth" (ICD-10-CM Z37.0), recorded on 2026-11-18
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

    Scenario Outline: A delivery that is <status> ends nothing
      Given her pregnancy status is pregnant, 3 weeks ago
      And she has "Single live birth" (ICD-10-CM Z37.0), recorded 1 week ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

      Examples:
        | status           |
        | refuted          |
        | entered in error |
        | provisional      |

    Scenario: Another patient's delivery does not end it
      Given her pregnancy status is pregnant, 3 weeks ago
      And another patient has "Single live birth" (ICD-10-CM Z37.0), recorded 1 week ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

    Scenario: A negative test before the pregnancy proves nothing
      Given her urine pregnancy test is negative, 20 weeks ago
      And she has "Pregnant" (SNOMED 77386006), recorded 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

  Rule: What does not say pregnant

    Scenario: Nothing says pregnant
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

    Scenario Outline: <answer> is no yes
      Given her "Pregnancy status" (LOINC 82810-3) is <answer>, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

      Examples:
        | answer                                               |
        | "Pregnancy not yet confirmed" (SNOMED 152231000119106) |
        | "Possible pregnancy" (SNOMED 146799005)              |
        | "Possible pregnancy" (SNOMED 102874004)              |
        | "Unknown" (LOINC LA4489-6)                           |
        | "Not pregnant" (SNOMED 60001007)                     |
        | "Not pregnant" (LOINC LA26683-5)                     |

    Scenario Outline: A positive test that is <status> does not count
      Given her urine pregnancy test is positive, 2 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

      Examples:
        | status           |
        | preliminary      |
        | registered       |
        | cancelled        |
        | entered in error |

    Scenario Outline: An entry that is <status> does not count
      Given she has "Pregnant" (SNOMED 77386006), recorded 3 weeks ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

      Examples:
        | status           |
        | refuted          |
        | entered in error |
        | resolved         |

    Scenario Outline: An entry that is <status> speaks one step lower
      Given she has "Pregnant" (SNOMED 77386006), recorded 3 weeks ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as warning
      And the card "KET-CI-PREG" says "one step lower"

      Examples:
        | status       |
        | unconfirmed  |
        | provisional  |
        | differential |

    Scenario Outline: <problem> is another thing
      Given she has <problem>, recorded 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

      Examples:
        | problem                                                     |
        | "Infection of obstetric surgical wound" (ICD-10-CM O86.00)  |
        | "Hydatidiform mole" (ICD-10-CM O01.9)                       |
        | "Encounter for contraceptive management" (ICD-10-CM Z30.9)  |
        | "Procreative counselling" (ICD-10-CM Z31.61)                |

    Scenario Outline: hCG is no proof of pregnancy with <problem>
      Given she has <problem>, recorded 3 weeks ago
      And her serum hCG is 25000 [IU]/L, with a reference range up to 5 [IU]/L, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent
      And rule "KET-MD-PREG" speaks as warning

      Examples:
        | problem                                         |
        | "Hydatidiform mole" (ICD-10-CM O01.9)           |
        | "Malignant neoplasm of ovary" (ICD-10-CM C56.9) |

    Scenario: Her sister's pre-eclampsia
      Given her sister has "Pre-eclampsia" (SNOMED 398254007)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" stays silent

    Scenario: Another patient's pregnancy is left out, and an answer that mixes patients is no whole answer
      Given another patient has "Pregnant" (SNOMED 77386006)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" is not evaluated because "Condition" is missing
      And the data quality notes mention "names another patient"

    Scenario Outline: <order> is no ketamine order
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for <order>
      Then rule "KET-CI-PREG" stays silent

      Examples:
        | order                                                             |
        | "ketorolac" (RxNorm 35827), intramuscular                         |
        | "ketoconazole 200 MG Oral Tablet"                                 |
        | "norketamine level"                                               |
        | the service "Ketamine screen, urine"                              |
        | "ketamine" (RxNorm 6130), intravenous, marked do not perform      |

  Rule: On the skin it is a note, and anaesthesia is out of scope

    Scenario: Topical ketamine
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then an info card "KET-CI-PREG" is shown
      And the card "KET-CI-PREG" does not offer to remove the order

    Scenario: Topical ketamine and pre-eclampsia
      Given she has "Pre-eclampsia" (SNOMED 398254007), recorded 2 days ago
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-PREG" stays silent

    Scenario: Ordered for an anaesthetic
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 100 mg, for "induction of general anaesthesia" (SNOMED 241688000)
      Then rule "KET-CI-PREG" stays silent

    Scenario: A single immediate dose in the emergency department
      Given the visit is an emergency visit
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 100 mg, stat
      Then rule "KET-CI-PREG" stays silent

    Scenario: A high dose alone is no anaesthetic
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 2 mg/kg
      Then rule "KET-CI-PREG" speaks as critical

  Rule: What was not loaded is not known

    Scenario Outline: The <kind> were not loaded, and nothing else says pregnant
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" is not evaluated because "<missing>" is missing

      Examples:
        | kind         | missing     |
        | conditions   | Condition   |
        | observations | Observation |

    Scenario: The query for the problem list failed
      Given the query for the conditions failed
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" is not evaluated because "Condition" is missing

    Scenario: What says pregnant suffices
      Given the conditions were not loaded
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" speaks as critical

    Scenario: A number without the laboratory's range cannot be judged
      Given her serum hCG is 20 [IU]/L, 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" is not evaluated because "reference range" is missing

    Scenario: A status without a date may be any age
      Given her pregnancy status is pregnant, without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-PREG" is not evaluated because "time" is missing

  Rule: Recorded while ketamine runs

    Scenario: A pregnancy is added to the problem list
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      When the clinician records "Pregnant" (SNOMED 77386006)
      Then a critical card "KET-CI-PREG" is shown
      And the card "KET-CI-PREG" is about the order for "ketamine"
      And the card "KET-CI-PREG" does not offer to remove the order
