@IR-CI-MALIGNANCY
Feature: Light over a malignancy
  Light is kept away from a known tumour. What lies elsewhere gives no card, what names no place leaves the overlap open,
  and light for mucositis belongs to oncology.

  Background:
    Given the service date is 2026-11-20
    And a 64-year-old woman

  Rule: Over an active cancer it is critical

    Scenario: Breast cancer, a laser to the chest wall
      Given she has "Malignant neoplasm of unspecified site of left female breast" (ICD-10-CM C50.912)
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left chest wall"
      Then rule "IR-CI-MALIGNANCY" speaks as critical
      And the summary of the card "IR-CI-MALIGNANCY" says "active cancer in the treated field"
      And the card "IR-CI-MALIGNANCY" rests on "Malignant neoplasm of unspecified site of left female breast"
      And the card "IR-CI-MALIGNANCY" offers to remove the order for "low-level laser"
      And the card "IR-CI-MALIGNANCY" offers "Ask oncology"
      And the card "IR-CI-MALIGNANCY" may be overridden because "oncology-directed"
      And the card "IR-CI-MALIGNANCY" may be overridden because "palliative-intent"
      And the card "IR-CI-MALIGNANCY" may be overridden because "field-apart"
      And the card "IR-CI-MALIGNANCY" cites evidence "BENSADOUN-2020"
      And the card "IR-CI-MALIGNANCY" cites evidence "NAALT-2010"

    Scenario Outline: <cancer>, light to the <site>
      Given she has <cancer>
      When the clinician selects an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "<site>"
      Then rule "IR-CI-MALIGNANCY" speaks as critical

      Examples:
        | cancer                                                                                  | site           |
        | "Malignant neoplasm of prostate" (ICD-10-CM C61)                                        | low back       |
        | "Malignant neoplasm of ascending colon" (ICD-10-CM C18.2)                               | abdomen        |
        | "Malignant neoplasm of thyroid gland" (ICD-10-CM C73)                                   | neck           |
        | "Malignant neoplasm of upper lobe, right bronchus or lung" (ICD-10-CM C34.11)           | chest          |
        | "Malignant melanoma of left lower limb, including hip" (ICD-10-CM C43.72)               | left knee      |
        | "Malignant melanoma of scalp and neck" (ICD-10-CM C43.4)                                | neck           |
        | "Malignant melanoma of scalp and neck" (ICD-10-CM C43.4)                                | scalp          |
        | "Melanoma in situ of right upper limb, including shoulder" (ICD-10-CM D03.61)           | right shoulder |
        | "Malignant neoplasm of vertebral column" (ICD-10-CM C41.2)                              | back           |
        | "Basal cell carcinoma of skin of nose" (ICD-10-CM C44.311)                              | face           |
        | "Malignant neoplasm of unspecified site of left eye" (ICD-10-CM C69.92)                 | eye            |
        | "Malignant neoplastic disease" (SNOMED 363346000), of the "Left knee" (SNOMED 72696002) | left knee      |
        | "Secondary malignant neoplasm of bone" (ICD-10-CM C79.51), of the "lumbar spine"        | low back       |
        | "Malignant neoplasm of prostate" (ICD-10-CM C61), relapsed                              | pelvis         |

    Scenario: A suspected lesion speaks one step lower
      Given she has "Malignant melanoma of left lower limb, including hip" (ICD-10-CM C43.72), differential
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CI-MALIGNANCY" speaks as warning
      And the card "IR-CI-MALIGNANCY" says "the entry is differential"

    Scenario: It keeps the note on light for neuropathy away
      Given she has "Malignant melanoma of left lower limb, including hip" (ICD-10-CM C43.72)
      When the clinician selects an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "left foot", for "Polyneuropathy, unspecified" (ICD-10-CM G62.9)
      Then rule "IR-CI-MALIGNANCY" speaks as critical
      And rule "IR-EL-DPN" stays silent

  Rule: A warning when nobody says where

    Scenario Outline: <cancer>, light <where>
      Given she has <cancer>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-MALIGNANCY" speaks as warning
      And the card "IR-CI-MALIGNANCY" says "so light may go over it"

      Examples:
        | cancer                                                              | where                |
        | "Malignant neoplasm of prostate" (ICD-10-CM C61)                    |                      |
        | "Secondary malignant neoplasm of bone" (ICD-10-CM C79.51)           | , to the "low back"  |
        | "Multiple myeloma not having achieved remission" (ICD-10-CM C90.00) | , to the "left knee" |
        | "Malignant neoplastic disease" (SNOMED 363346000)                   | , to the "left knee" |
        | "Malignant melanoma of skin, unspecified" (ICD-10-CM C43.9)         | , to the "neck"      |

  Rule: For five years after remission a note at the same site

    Scenario Outline: Breast cancer in remission, <dates>
      Given she has "Malignant neoplasm of unspecified site of left female breast" (ICD-10-CM C50.912), in remission, <dates>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left chest wall"
      Then rule "IR-CI-MALIGNANCY" <says>

      Examples:
        | dates                                    | says           |
        | recorded 2 years ago                     | speaks as info |
        | recorded 1824 days ago                   | speaks as info |
        | recorded 1825 days ago                   | speaks as info |
        | recorded 1826 days ago                   | stays silent   |
        | recorded 12 years ago, until 3 years ago | speaks as info |
        | recorded 12 years ago, until 6 years ago | stays silent   |

    Scenario Outline: In remission, light <where>
      Given she has "Malignant neoplasm of unspecified site of left female breast" (ICD-10-CM C50.912), in remission, recorded 2 years ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-MALIGNANCY" stays silent

      Examples:
        | where                       |
        | , to the "left knee"        |
        | , to the "right chest wall" |
        |                             |

  Rule: Silent elsewhere, when it is over, and when oncology asks for light

    Scenario Outline: <cancer>, light elsewhere: to the <site>
      Given she has <cancer>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "<site>"
      Then rule "IR-CI-MALIGNANCY" stays silent

      Examples:
        | cancer                                                                             | site             |
        | "Malignant neoplasm of prostate" (ICD-10-CM C61)                                   | left knee        |
        | "Malignant neoplasm of thyroid gland" (ICD-10-CM C73)                              | low back         |
        | "Malignant neoplasm of unspecified site of left female breast" (ICD-10-CM C50.912) | right chest wall |
        | "Malignant melanoma of left lower limb, including hip" (ICD-10-CM C43.72)          | right knee       |

    Scenario Outline: A melanoma of the treated leg that is <state>
      Given she has "Malignant melanoma of left lower limb, including hip" (ICD-10-CM C43.72), <state>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CI-MALIGNANCY" stays silent

      Examples:
        | state              |
        | resolved           |
        | refuted            |
        | entered in error   |
        | until 2 months ago |

    Scenario: An excised basal cell carcinoma
      Given she has "Basal cell carcinoma of skin of nose" (ICD-10-CM C44.311), resolved
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "face"
      Then rule "IR-CI-MALIGNANCY" stays silent

    Scenario Outline: <problem> is no malignancy of hers
      Given she has <problem>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left chest wall"
      Then rule "IR-CI-MALIGNANCY" stays silent

      Examples:
        | problem                                                              |
        | "Benign neoplasm of left breast" (ICD-10-CM D24.2)                   |
        | "Personal history of malignant neoplasm of breast" (ICD-10-CM Z85.3) |
        | "Family history of malignant neoplasm of breast" (ICD-10-CM Z80.3)   |
        | "Lipoma of chest wall" (ICD-10-CM D17.1)                             |

    Scenario: Her mother's
      Given her mother has "Malignant neoplasm of unspecified site of left female breast" (ICD-10-CM C50.912)
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left chest wall"
      Then rule "IR-CI-MALIGNANCY" stays silent

    Scenario Outline: Light of oncology: <what>
      Given she has "Malignant neoplasm of base of tongue" (ICD-10-CM C01)
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "mouth", <what>
      Then rule "IR-CI-MALIGNANCY" stays silent

      Examples:
        | what                                                                               |
        | for "Oral mucositis (ulcerative) due to antineoplastic therapy" (ICD-10-CM K12.31) |
        | for "mucositis after radiotherapy"                                                 |
        | with the note "oncology protocol, twice a week"                                    |

    Scenario Outline: Oncology is only mentioned: <note>
      Given she has "Malignant neoplasm of base of tongue" (ICD-10-CM C01)
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "mouth", with the note "<note>"
      Then rule "IR-CI-MALIGNANCY" speaks as critical

      Examples:
        | note                   |
        | sees oncology in March |
        | oncology not asked yet |

    Scenario: No cancer
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-CI-MALIGNANCY" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-CI-MALIGNANCY" is not evaluated because "Condition" is missing

    Scenario: A cancer whose status nobody recorded
      Given she has "Malignant neoplasm of prostate" (ICD-10-CM C61), without a status, recorded 2 years ago
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-CI-MALIGNANCY" is not evaluated because "the status of Condition" is missing
