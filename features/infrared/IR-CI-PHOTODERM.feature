@IR-CI-PHOTODERM
Feature: Light in skin disease that light makes worse
  Solar urticaria and chronic actinic dermatitis can react to visible light; lupus, light eruptions and dermatomyositis
  react mainly to ultraviolet. A device that is known to emit none is only noted, except in xeroderma pigmentosum.

  Background:
    Given the service date is 2026-11-20
    And a 39-year-old woman

  Rule: A warning where visible light can set it off

    Scenario: Solar urticaria and a red LED panel
      Given she has "Solar urticaria" (ICD-10-CM L56.3)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "face"
      Then a warning card "IR-CI-PHOTODERM" is shown
      And the summary of the card "IR-CI-PHOTODERM" says "Solar urticaria recorded"
      And the card "IR-CI-PHOTODERM" offers "Refer to dermatology"
      And the card "IR-CI-PHOTODERM" offers "Test a small area first"
      And the card "IR-CI-PHOTODERM" does not offer to remove the order
      And the card "IR-CI-PHOTODERM" rests on "Solar urticaria"
      And the card "IR-CI-PHOTODERM" cites evidence "NARLA-2020"
      And the card "IR-CI-PHOTODERM" may be overridden because "phototest-documented"
      And the card "IR-CI-PHOTODERM" may be overridden because "filtered-device"

    Scenario Outline: <disease> and <device>
      Given she has <disease>
      When the clinician selects an order for the light treatment <device>
      Then rule "IR-CI-PHOTODERM" speaks as warning
      And the card "IR-CI-PHOTODERM" says "visible light"

      Examples:
        | disease                                | device                                            |
        | "Solar urticaria" (SNOMED 10347006)    | "panel" (light-therapy pbm-dual-650-850)          |
        | "Actinic reticuloid" (ICD-10-CM L57.1) | "infrared lamp" (CPT 97026)                       |
        | "Actinic reticuloid" (SNOMED 52636001) | "infrared therapy"                                |
        | "Solar urticaria" (ICD-10-CM L56.3)    | "low-level laser" (HCPCS S8948), at 635 nm        |
        | "Solar urticaria" (ICD-10-CM L56.3)    | "NIR belt" (light-therapy pbm-led-nir), at 700 nm |

    Scenario Outline: Solar urticaria and near-infrared light alone: <device>
      Given she has "Solar urticaria" (ICD-10-CM L56.3)
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PHOTODERM" stays silent

      Examples:
        | device                                            |
        | "NIR belt" (light-therapy pbm-led-nir)            |
        | "NIR belt" (light-therapy pbm-led-nir), at 701 nm |

  Rule: A warning where ultraviolet may come with it

    Scenario Outline: <disease> and a lamp that states nothing
      Given she has <disease>
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" speaks as warning
      And the card "IR-CI-PHOTODERM" says "may emit ultraviolet"

      Examples:
        | disease                                                                  |
        | "Polymorphous light eruption" (ICD-10-CM L56.4)                          |
        | "Polymorphous light eruption" (SNOMED 238525001)                         |
        | "Hydroa vacciniforme" (SNOMED 200837006)                                 |
        | "Actinic prurigo" (SNOMED 201015007)                                     |
        | "Systemic lupus erythematosus" (SNOMED 55464009)                         |
        | "Lupus erythematosus" (SNOMED 200936003)                                 |
        | "Discoid lupus erythematosus" (ICD-10-CM L93.0)                          |
        | "Systemic lupus erythematosus, unspecified" (ICD-10-CM M32.9)            |
        | "Dermatomyositis" (SNOMED 396230008)                                     |
        | "Other dermatomyositis" (ICD-10-CM M33.10)                               |
        | "Drug phototoxic response" (ICD-10-CM L56.0)                             |
        | "Drug photoallergic response" (ICD-10-CM L56.1)                          |
        | "Phototoxic reaction to topically applied medicament" (SNOMED 402176002) |
        | "Photosensitivity" (SNOMED 90128006)                                     |
        | "Photodermatitis" (SNOMED 22649008)                                      |
        | "Systemic lupus erythematosus" (SNOMED 55464009), relapsed               |

    Scenario Outline: Lupus and <device>
      Given she has "Systemic lupus erythematosus" (SNOMED 55464009)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CI-PHOTODERM" speaks as warning

      Examples:
        | device                                                    |
        | "light therapy"                                           |
        | "low-level laser" (HCPCS S8948)                           |
        | "red light" (light-therapy pbm-led-red), emitting UV      |
        | "red light" (light-therapy pbm-led-red), at 399 to 660 nm |

    Scenario: Only suspected, so one step lower
      Given she has "Systemic lupus erythematosus" (SNOMED 55464009), provisional
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" speaks as info
      And the card "IR-CI-PHOTODERM" says "the entry is provisional"

  Rule: A note where the device is known to emit no ultraviolet

    Scenario Outline: Lupus, and ultraviolet is ruled out: <device>
      Given she has "Systemic lupus erythematosus" (SNOMED 55464009)
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PHOTODERM" speaks as info
      And the card "IR-CI-PHOTODERM" says "no ultraviolet"

      Examples:
        | device                                                 |
        | "red LED panel" (light-therapy pbm-led-red)            |
        | "NIR belt" (light-therapy pbm-led-nir)                 |
        | "home panel" (light-therapy pbm-dual-650-850)          |
        | "infrared lamp" (HCPCS E0205), free of UV              |
        | "red LED panel" (light-therapy pbm-led-red), at 400 nm |

  Rule: Xeroderma pigmentosum is a warning whatever the light

    Scenario Outline: <disease>, whatever the device: <device>
      Given she has <disease>
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PHOTODERM" speaks as warning
      And the card "IR-CI-PHOTODERM" says "specialist's decision"

      Examples:
        | disease                                                     | device                                      |
        | "Xeroderma pigmentosum" (ICD-10-CM Q82.1)                   | "NIR belt" (light-therapy pbm-led-nir)      |
        | "Xeroderma pigmentosum" (SNOMED 44600005)                   | "red LED panel" (light-therapy pbm-led-red) |
        | "Xeroderma pigmentosum" (ICD-10-CM Q82.1)                   | "infrared lamp" (HCPCS E0205), free of UV   |
        | "Xeroderma pigmentosum" (ICD-10-CM Q82.1), without a status | "NIR belt" (light-therapy pbm-led-nir)      |

  Rule: An allergy to sunlight or light counts

    Scenario Outline: <allergy> is on the allergy list
      Given she is allergic to <allergy>
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" speaks as warning
      And the card "IR-CI-PHOTODERM" says "on the allergy list"

      Examples:
        | allergy                              |
        | "Sunlight", with "photosensitivity"  |
        | "Sunlight", without a status         |
        | "sun exposure", unconfirmed          |
        | "Light", with "rash"                 |
        | "UV light"                           |
        | "Photosensitivity" (SNOMED 90128006) |

    Scenario: An allergy to sunlight and a device without ultraviolet
      Given she is allergic to "Sunlight", with "photosensitivity"
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PHOTODERM" speaks as info
      And the card "IR-CI-PHOTODERM" rests on "Sunlight"
      And the card "IR-CI-PHOTODERM" matched "Sunlight" by name

    Scenario Outline: <allergy> is none of that
      Given she is allergic to <allergy>
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" stays silent

      Examples:
        | allergy                                     |
        | "Sunlight", entered in error                |
        | "Sunlight", refuted                         |
        | "Sunlight", resolved                        |
        | "Sunlight", inactive                        |
        | "sun cream"                                 |
        | "sunflower seed"                            |
        | "No known allergy to sunlight"              |
        | "morphine", with "light-headedness"         |
        | "doxycycline" (RxNorm 3640), with "sunburn" |

  Rule: It keeps the suggestion of light silent

    Scenario: Xeroderma pigmentosum and chronic low back pain
      Given she has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And her "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And she had "supervised exercise programme", 3 months ago
      And she has "Xeroderma pigmentosum" (ICD-10-CM Q82.1)
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

  Rule: Silent for what is no such disease of hers

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" stays silent

      Examples:
        | problem                                                            |
        | "Actinic keratosis" (ICD-10-CM L57.0)                              |
        | "Actinic keratosis" (SNOMED 201101007)                             |
        | "Polymyositis with respiratory involvement" (ICD-10-CM M33.21)     |
        | "Sunburn of first degree" (ICD-10-CM L55.0), resolved              |
        | "Photosensitivity" (SNOMED 90128006), resolved                     |
        | "Systemic lupus erythematosus" (SNOMED 55464009), in remission     |
        | "Systemic lupus erythematosus" (SNOMED 55464009), refuted          |
        | "Systemic lupus erythematosus" (SNOMED 55464009), entered in error |
        | "Solar urticaria" (ICD-10-CM L56.3), resolved                      |
        | "Xeroderma pigmentosum" (ICD-10-CM Q82.1), entered in error        |

    Scenario: Her sister has lupus
      Given her sister has "Systemic lupus erythematosus" (SNOMED 55464009)
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" stays silent

  Rule: What is not known is said

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" is not evaluated because "<what>" is missing

      Examples:
        | kind       | what               |
        | conditions | Condition          |
        | allergies  | AllergyIntolerance |

    Scenario: An old entry without a status
      Given she has "Systemic lupus erythematosus" (SNOMED 55464009), without a status, recorded 2 years ago
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTODERM" is not evaluated because "the status" is missing

    Scenario: An entry of another patient
      Given another patient has "Solar urticaria" (ICD-10-CM L56.3)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PHOTODERM" is not evaluated because "Condition" is missing
