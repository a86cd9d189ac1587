@IR-RF-BACK
Feature: Back pain that may be infection, fracture or cancer
  A proven spinal infection, fracture or metastasis, or back pain with two supporting facts, is evaluated before any
  light. One supporting fact alone is not enough, and an opened chart hears of it only beside back or leg pain.

  Background:
    Given the service date is 2026-11-20
    And a 60-year-old woman

  Rule: A proven infection or metastasis is critical while light is ordered

    Scenario: Bone metastases behind the back pain
      Given she has "Secondary malignant neoplasm of bone" (ICD-10-CM C79.51)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" speaks as critical
      And the card "IR-RF-BACK" says "spinal infection or bone metastasis recorded"
      And the card "IR-RF-BACK" rests on "Secondary malignant neoplasm of bone"
      And the card "IR-RF-BACK" offers to order "MRI of the spine - back pain with red flags"
      And the card "IR-RF-BACK" offers "Order inflammation markers and a blood count"
      And the card "IR-RF-BACK" may be overridden because "worked-up"
      And the card "IR-RF-BACK" cites evidence "RED-FLAGS-PRACTICE"

    Scenario Outline: <flag>
      Given she has <flag>
      When the clinician selects an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-RF-BACK" speaks as critical

      Examples:
        | flag                                                                                |
        | "Osteomyelitis of vertebra, lumbar region" (ICD-10-CM M46.26)                       |
        | "Infection of intervertebral disc (pyogenic), lumbar region" (ICD-10-CM M46.36)     |
        | "Discitis, unspecified, lumbar region" (ICD-10-CM M46.46)                           |
        | "Intraspinal abscess and granuloma" (ICD-10-CM G06.1)                               |
        | "Pathologic fracture of vertebra at site of metastatic neoplasm" (SNOMED 866087009) |
        | "Secondary malignant neoplasm of bone" (SNOMED 94222008)                            |

    Scenario: An infection that is only suspected speaks one step lower
      Given she has "Discitis, unspecified, lumbar region" (ICD-10-CM M46.46), differential
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" speaks as warning
      And the card "IR-RF-BACK" says "the entry is differential"

  Rule: A fracture, or two supporting facts, are a warning

    Scenario Outline: <fracture>
      Given she has <fracture>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" speaks as warning
      And the summary of the card "IR-RF-BACK" says "red flags beside back pain"
      And the card "IR-RF-BACK" does not offer to remove the order

      Examples:
        | fracture                                                                                        |
        | "Collapsed vertebra, not elsewhere classified, lumbar region" (ICD-10-CM M48.56XA)              |
        | "Age-related osteoporosis with current pathological fracture, vertebra(e)" (ICD-10-CM M80.08XA) |

    Scenario Outline: Back pain with <one> and <other>
      Given she has "Low back pain, unspecified" (ICD-10-CM M54.50), since 60 days ago
      And <one>
      And <other>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-RF-BACK" speaks as warning

      Examples:
        | one                                                                          | other                                                                                                           |
        | she has "Fever, unspecified" (ICD-10-CM R50.9), since 3 days ago             | she has "Abnormal weight loss" (ICD-10-CM R63.4)                                                                |
        | she has "Fever" (SNOMED 386661006), since 14 days ago                        | she has "Intravenous drug user" (SNOMED 228388006)                                                              |
        | her "Body temperature" (LOINC 8310-5) is 38.4 Cel, 5 days ago                | she takes "prednisone 5 MG Oral Tablet" (RxNorm 312617)                                                         |
        | she has "Unexplained weight loss" (SNOMED 422868009)                         | she has "Malignant neoplasm of unspecified site of unspecified female breast" (ICD-10-CM C50.919), resolved     |
        | she has "Personal history of malignant neoplasm of breast" (ICD-10-CM Z85.3) | she takes "dexamethasone" (RxNorm 3264), oral                                                                   |
        | she has "Intravenous drug user" (SNOMED 228388006)                           | she has "Malignant neoplasm of unspecified site of unspecified female breast" (ICD-10-CM C50.919), in remission |
        | she has "Unexplained weight loss" (SNOMED 422868009)                         | she has "Intravenous drug user" (SNOMED 228388006)                                                              |
        | she has "Fever" (SNOMED 386661006), since 2 days ago                         | she has "Personal history of malignant neoplasm of breast" (ICD-10-CM Z85.3)                                    |
        | she has "Abnormal weight loss" (ICD-10-CM R63.4)                             | she takes "methylprednisolone" (RxNorm 6902)                                                                    |
        | she has "Intravenous drug user" (SNOMED 228388006)                           | she says that she takes "prednisone" (RxNorm 8640)                                                              |

    Scenario Outline: A temperature of <value>, <when>, is a fever
      Given she has "Backache" (SNOMED 161891005)
      And she has "Abnormal weight loss" (ICD-10-CM R63.4)
      And her "Body temperature" (LOINC 8310-5) is <value>, <when>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" speaks as warning

      Examples:
        | value        | when         |
        | 38.0 Cel     | 1 hour ago   |
        | 38.0 Cel     | 48 hours ago |
        | 38.1 Cel     | 49 hours ago |
        | 38.1 Cel     | 14 days ago  |
        | 100.4 [degF] | 1 hour ago   |
        | 101 [degF]   | 10 days ago  |

    Scenario Outline: Over 70: <age> years, <pain>, and a steroid
      Given a <age>-year-old woman
      And she has <pain>
      And she takes "prednisone" (RxNorm 8640), oral
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" speaks as warning

      Examples:
        | age | pain                                                                 |
        | 71  | "Low back pain, unspecified" (ICD-10-CM M54.50), since 30 days ago   |
        | 71  | "Low back pain, unspecified" (ICD-10-CM M54.50), recorded 3 days ago |
        | 85  | "Backache" (SNOMED 161891005), since today                           |
        | 85  | "Fragility fracture of the wrist" (ICD-10-CM M84.433A)               |

    Scenario Outline: Fever of <days> days ago
      Given she has "Backache" (SNOMED 161891005)
      And she has "Abnormal weight loss" (ICD-10-CM R63.4)
      And she has "Fever" (SNOMED 386661006), since <days> days ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" speaks as warning

      Examples:
        | days |
        | 0    |
        | 14   |

    Scenario: Two facts, and the light goes to the back
      Given she has "Fever" (SNOMED 386661006), since 3 days ago
      And she has "Intravenous drug user" (SNOMED 228388006)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "Back" (SNOMED 77568009)
      Then rule "IR-RF-BACK" speaks as warning

  Rule: An opened chart shows it as a warning beside back or leg pain

    Scenario Outline: <flag> with back pain
      Given she has <flag>
      And she has "Low back pain, unspecified" (ICD-10-CM M54.50)
      When the clinician opens the chart
      Then rule "IR-RF-BACK" speaks as warning
      And the summary of the card "IR-RF-BACK" says "<urgency>"

      Examples:
        | flag                                                                               | urgency               |
        | "Secondary malignant neoplasm of bone" (ICD-10-CM C79.51)                          | evaluate the pain now |
        | "Collapsed vertebra, not elsewhere classified, lumbar region" (ICD-10-CM M48.56XA) | evaluate soon         |

    Scenario Outline: <flag>, and no pain of back or leg is recorded
      Given she has <flag>
      When the clinician opens the chart
      Then rule "IR-RF-BACK" stays silent

      Examples:
        | flag                                                                               |
        | "Secondary malignant neoplasm of bone" (ICD-10-CM C79.51)                          |
        | "Collapsed vertebra, not elsewhere classified, lumbar region" (ICD-10-CM M48.56XA) |

    Scenario: No light is suggested beside it
      Given she has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      And she has "Collapsed vertebra, not elsewhere classified, lumbar region" (ICD-10-CM M48.56XA)
      When the clinician opens the chart
      Then rule "IR-RF-BACK" speaks as warning
      And rule "IR-EL-CLBP" stays silent

  Rule: Silent with one supporting fact, with none, and for what is over

    Scenario Outline: Back pain with only <fact>
      Given she has "Low back pain, unspecified" (ICD-10-CM M54.50), since 60 days ago
      And <fact>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" stays silent

      Examples:
        | fact                                                                         |
        | she has "Fever, unspecified" (ICD-10-CM R50.9), since 3 days ago             |
        | her "Body temperature" (LOINC 8310-5) is 39 Cel, 1 hour ago                  |
        | she has "Abnormal weight loss" (ICD-10-CM R63.4)                             |
        | she has "Intravenous drug user" (SNOMED 228388006)                           |
        | she has "Personal history of malignant neoplasm of breast" (ICD-10-CM Z85.3) |
        | she takes "prednisone" (RxNorm 8640), oral                                   |

    Scenario: Two facts, but neither pain nor light to the back
      Given she has "Fever" (SNOMED 386661006), since 3 days ago
      And she has "Intravenous drug user" (SNOMED 228388006)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-RF-BACK" stays silent

    Scenario Outline: Weight loss with <other>, which does not count
      Given she has "Low back pain, unspecified" (ICD-10-CM M54.50), since 60 days ago
      And she has "Abnormal weight loss" (ICD-10-CM R63.4)
      And <other>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" stays silent

      Examples:
        | other                                                                        |
        | she has "Fever" (SNOMED 386661006), since 15 days ago                        |
        | she has "Fever" (SNOMED 386661006), since 3 days ago, resolved               |
        | her "Body temperature" (LOINC 8310-5) is 37.9 Cel, 1 hour ago                |
        | her "Body temperature" (LOINC 8310-5) is 38.0 Cel, 49 hours ago              |
        | her "Body temperature" (LOINC 8310-5) is 39 Cel, 15 days ago                 |
        | her "Body temperature" (LOINC 8310-5) is 39 Cel, 1 day ago, entered in error |
        | her "Body temperature" (LOINC 8310-5) is 100.3 [degF], 1 hour ago            |
        | she has "Family history of malignant neoplasm of breast" (ICD-10-CM Z80.3)   |
        | her mother has "Malignant neoplasm of breast" (ICD-10-CM C50.919)            |
        | she has "Benign neoplasm of left breast" (ICD-10-CM D24.2)                   |
        | she has "Malignant neoplasm of breast" (ICD-10-CM C50.919), refuted          |
        | she takes "triamcinolone" (RxNorm 10759), topical                            |
        | she takes "prednisone" (RxNorm 8640), oral, stopped, until 3 weeks ago       |
        | she takes "ibuprofen" (RxNorm 5640), oral                                    |

    Scenario Outline: <age> years, <pain>, and a steroid
      Given a <age>-year-old woman
      And she has <pain>
      And she takes "prednisone" (RxNorm 8640), oral
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" stays silent

      Examples:
        | age | pain                                                                          |
        | 70  | "Low back pain, unspecified" (ICD-10-CM M54.50), since 3 days ago             |
        | 69  | "Low back pain, unspecified" (ICD-10-CM M54.50), since 3 days ago             |
        | 71  | "Low back pain, unspecified" (ICD-10-CM M54.50), since 31 days ago            |
        | 85  | "Chronic low back pain" (SNOMED 278860009), since 4 years ago, recorded today |

    Scenario Outline: An infection that is <state>
      Given she has "Discitis, unspecified, lumbar region" (ICD-10-CM M46.46), <state>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" stays silent

      Examples:
        | state              |
        | resolved           |
        | inactive           |
        | refuted            |
        | entered in error   |
        | until 2 months ago |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" stays silent

      Examples:
        | problem                                                        |
        | "Collapsed vertebra, sequela of fracture" (ICD-10-CM M48.56XS) |
        | "Ankylosing spondylitis of lumbar region" (ICD-10-CM M45.6)    |
        | "Sacroiliitis, not elsewhere classified" (ICD-10-CM M46.1)     |

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" is not evaluated because "Condition" is missing

    Scenario: One supporting fact, and the medicines were not loaded
      Given she has "Low back pain, unspecified" (ICD-10-CM M54.50), since 60 days ago
      And she has "Abnormal weight loss" (ICD-10-CM R63.4)
      And the medication orders were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" is not evaluated because "MedicationRequest" is missing

    Scenario: A steroid, new pain, and an age that may be 70 or 71
      Given a woman born in 1955
      And she has "Low back pain, unspecified" (ICD-10-CM M54.50), since 3 days ago
      And she takes "prednisone" (RxNorm 8640), oral
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-RF-BACK" is not evaluated because "Patient birthDate" is missing

    Scenario: Two facts, and nobody says where the light goes
      Given she has "Fever" (SNOMED 386661006), since 3 days ago
      And she has "Intravenous drug user" (SNOMED 228388006)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir)
      Then rule "IR-RF-BACK" is not evaluated because "the site" is missing
