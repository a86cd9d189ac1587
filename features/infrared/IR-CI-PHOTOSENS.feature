@IR-CI-PHOTOSENS
Feature: Light with a photosensitising drug, graded by drug and by light
  Most photosensitising drugs absorb UVA; red and near-infrared light is a small risk with them. The rule does not
  shout: how loud it speaks follows the drug's strength and what the device is known to emit.

  Background:
    Given the service date is 2026-11-20
    And a 58-year-old woman

  Rule: A strong photosensitiser with UV, or with light that is not stated, is a warning

    Scenario: Doxycycline and a lamp of unknown light
      Given she takes "doxycycline" (RxNorm 3640)
      When the clinician signs an order for the light device "light therapy lamp, brand not stated", to the "face"
      Then a warning card "IR-CI-PHOTOSENS" is shown
      And the summary of the card "IR-CI-PHOTOSENS" says "doxycycline is a strong photosensitiser"
      And the card "IR-CI-PHOTOSENS" offers "Ask for the device's emission data"
      And the card "IR-CI-PHOTOSENS" cites evidence "BLAKELY-2019"
      And the card "IR-CI-PHOTOSENS" may be overridden because "filtered-device"
      And the card "IR-CI-PHOTOSENS" may be overridden because "patch-test-done"

    Scenario Outline: <drug> counts as strong
      Given she takes <drug>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then a warning card "IR-CI-PHOTOSENS" is shown

      Examples:
        | drug                                                                         |
        | "amiodarone" (RxNorm 703)                                                    |
        | "Hydrochlorothiazide 12.5 MG / Lisinopril 10 MG Oral Tablet" (RxNorm 197885) |
        | "lisinopril-HCTZ 20-25 mg"                                                   |
        | "Zestoretic"                                                                 |
        | "naproxen" (RxNorm 7258)                                                     |
        | "voriconazole" (ATC J02AC03)                                                 |
        | "doxycycline" (RxNorm 3640), oral                                            |

    Scenario: A device that states UV
      Given she takes "doxycycline" (RxNorm 3640)
      When the clinician signs an order for the light device "LED panel" (light-therapy pbm-led-red), at 380 nm, at 650 nm
      Then rule "IR-CI-PHOTOSENS" speaks as warning

    Scenario: A red device that is stated to emit UV
      Given she takes "doxycycline" (RxNorm 3640)
      When the clinician signs an order for the light device "LED panel" (light-therapy pbm-led-red), emitting UV
      Then rule "IR-CI-PHOTOSENS" speaks as warning

    Scenario Outline: Still in the body: <drug>, day <days>
      Given she takes "<drug>" (RxNorm <code>), stopped, until <days> days ago
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then a warning card "IR-CI-PHOTOSENS" is shown

      Examples:
        | drug        | code | days |
        | doxycycline | 3640 | 1    |
        | doxycycline | 3640 | 5    |
        | amiodarone  | 703  | 180  |

    Scenario Outline: Past its wash-out: <drug>, day <days>
      Given she takes "<drug>" (RxNorm <code>), stopped, until <days> days ago
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" stays silent

      Examples:
        | drug        | code | days |
        | doxycycline | 3640 | 6    |
        | amiodarone  | 703  | 181  |

    Scenario: The same drug as order and as the patient's own account gives one card
      Given she takes "doxycycline" (RxNorm 3640)
      And she says that she takes "doxycycline 100 mg"
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" speaks once

  Rule: A strong photosensitiser with red light is a note

    Scenario: Doxycycline and a 650/850 nm panel
      Given she takes "doxycycline" (RxNorm 3640)
      When the clinician selects an order for the light device "home LED panel" (light-therapy pbm-dual-650-850), to the "face"
      Then rule "IR-CI-PHOTOSENS" speaks as info
      And the card "IR-CI-PHOTOSENS" says "red light risk is low"

    Scenario: The emission data came: no UV, and the card is down to a note
      Given she takes "doxycycline" (RxNorm 3640)
      When the clinician signs an order for the light device "light therapy lamp, brand not stated", to the "face", free of UV
      Then rule "IR-CI-PHOTOSENS" speaks as info

    Scenario: Doxycycline stopped four days ago, red light
      Given she takes "doxycycline" (RxNorm 3640), stopped, until 4 days ago
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red)
      Then rule "IR-CI-PHOTOSENS" speaks as info

  Rule: Near-infrared light alone gives no card of its own

    Scenario: Doxycycline and a near-infrared belt
      Given she takes "doxycycline" (RxNorm 3640)
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, to the "low back", 3 times a week, 15 minutes each, for 4 weeks, with the note "goggles"
      Then no cards are shown

    Scenario: It joins a card that others give cause for
      Given she takes "doxycycline" (RxNorm 3640)
      And she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, to the "low back"
      Then rule "IR-CI-PHOTOSENS" speaks once
      And an info card "IR-IX-PATCH-HEAT" is shown
      And the card "IR-IX-PATCH-HEAT" says "near-infrared light is far from its range"

    Scenario: A drug of the last days joins as well
      Given she takes "doxycycline" (RxNorm 3640), stopped, until 4 days ago
      And she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, to the "low back"
      Then the card "IR-IX-PATCH-HEAT" says "near-infrared light is far from its range"

    Scenario Outline: <drug> has no line on another card
      Given she takes <drug>
      And she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, to the "low back"
      Then the card "IR-IX-PATCH-HEAT" does not say "far from its range"

      Examples:
        | drug                                             |
        | "ciprofloxacin" (RxNorm 2551)                    |
        | "doxycycline 10 % periodontal gel" (RxNorm 3640) |

  Rule: A moderate photosensitiser is a note when the light is not stated, a weak one never

    Scenario Outline: <drug> and light that is not stated
      Given she takes <drug>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" speaks as info
      And the card "IR-CI-PHOTOSENS" says "moderate photosensitiser"

      Examples:
        | drug                                                       |
        | "ciprofloxacin" (RxNorm 2551)                              |
        | "furosemide" (RxNorm 4603)                                 |
        | "ciprofloxacin" (RxNorm 2551), stopped, until 20 hours ago |

    Scenario Outline: <drug> and <light>: nothing
      Given she takes <drug>
      When the clinician signs an order for the light device <light>, to the "left knee"
      Then rule "IR-CI-PHOTOSENS" stays silent

      Examples:
        | drug                          | light                                 |
        | "ciprofloxacin" (RxNorm 2551) | "red LED" (light-therapy pbm-led-red) |
        | "levofloxacin" (RxNorm 82122) | "infrared lamp" (HCPCS E0205)         |
        | "minocycline" (RxNorm 6922)   | "infrared lamp" (HCPCS E0205)         |
        | "methotrexate" (RxNorm 6851)  | "infrared lamp" (HCPCS E0205)         |

  Rule: Dyes that absorb red or orange light are their own case

    Scenario Outline: Methylene blue <days> days ago and a <device>
      Given she was given "methylene blue" (RxNorm 6878), intravenous, on the day <days> days ago
      When the clinician signs an order for the light device <device>
      Then a warning card "IR-CI-PHOTOSENS" is shown

      Examples:
        | days | device                                       |
        | 0    | "red LED" (light-therapy pbm-led-red)        |
        | 5    | "LED panel" (light-therapy pbm-dual-650-850) |
        | 2    | "infrared lamp" (HCPCS E0205)                |

    Scenario Outline: Methylene blue and no red light: <why>
      Given she was given "methylene blue" (RxNorm 6878), intravenous, on the day <days> days ago
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PHOTOSENS" stays silent

      Examples:
        | why                | days | device                                            |
        | past the wash-out  | 6    | "red LED" (light-therapy pbm-led-red)             |
        | near infrared only | 1    | "NIR belt" (light-therapy pbm-led-nir), at 850 nm |

    Scenario Outline: St John's wort and a <device>
      Given she says that she takes "St. John's wort extract" (RxNorm 258326)
      When the clinician signs an order for the light device <device>
      Then rule "IR-CI-PHOTOSENS" speaks as info

      Examples:
        | device                                             |
        | "amber LED" (light-therapy pbm-led-red), at 619 nm |
        | "infrared lamp" (HCPCS E0205)                      |
        | "UV lamp" (light-therapy pbm-led-red), at 380 nm   |

    Scenario: St John's wort stopped nine days ago
      Given she says that she takes "St. John's wort extract" (RxNorm 258326), stopped, until 9 days ago
      When the clinician signs an order for the light device "infrared lamp" (HCPCS E0205)
      Then rule "IR-CI-PHOTOSENS" speaks as info

    Scenario: St John's wort and red light of 620 nm
      Given she says that she takes "St. John's wort extract" (RxNorm 258326)
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red), at 620 nm
      Then rule "IR-CI-PHOTOSENS" stays silent

  Rule: A light reaction before raises it by one step

    Scenario Outline: <drug>, <device>, and a photoreaction recorded
      Given she takes <drug>
      And she has "Drug phototoxic response" (ICD-10-CM L56.0), resolved, recorded 3 years ago
      When the clinician signs an order for the light device <device>, to the "left knee"
      Then rule "IR-CI-PHOTOSENS" speaks as <indicator>
      And the card "IR-CI-PHOTOSENS" says "light reaction"

      Examples:
        | drug                              | device                                            | indicator |
        | "doxycycline" (RxNorm 3640)       | "red LED" (light-therapy pbm-led-red)             | warning   |
        | "ciprofloxacin" (RxNorm 2551)     | "infrared lamp" (HCPCS E0205)                     | warning   |
        | "doxycycline" (RxNorm 3640)       | "NIR belt" (light-therapy pbm-led-nir), at 850 nm | info      |
        | "levofloxacin" (RxNorm 82122)     | "infrared lamp" (HCPCS E0205)                     | info      |
        | "St. John's wort" (RxNorm 258326) | "infrared lamp" (HCPCS E0205)                     | warning   |

    Scenario Outline: Raised, too: <drug>, <device>
      Given she takes <drug>
      And she has "Drug phototoxic response" (ICD-10-CM L56.0), resolved, recorded 3 years ago
      When the clinician signs an order for the light device <device>, to the "left knee"
      Then rule "IR-CI-PHOTOSENS" speaks as <indicator>
      And the card "IR-CI-PHOTOSENS" says "light reaction"

      Examples:
        | drug                                                         | device                                             | indicator |
        | "doxycycline" (RxNorm 3640), stopped, until 4 days ago       | "red LED" (light-therapy pbm-led-red)              | warning   |
        | "ciprofloxacin" (RxNorm 2551), stopped, until 20 hours ago   | "infrared lamp" (HCPCS E0205)                      | warning   |
        | "St. John's wort" (RxNorm 258326), stopped, until 9 days ago | "amber LED" (light-therapy pbm-led-red), at 610 nm | warning   |
        | "St. John's wort" (RxNorm 258326)                            | "red LED" (light-therapy pbm-led-red), at 650 nm   | info      |
        | "levofloxacin" (RxNorm 82122)                                | "red LED" (light-therapy pbm-led-red)              | info      |
        | "ciprofloxacin" (RxNorm 2551)                                | "red LED" (light-therapy pbm-led-red)              | info      |
        | "doxycycline" (RxNorm 3640), stopped, until 4 days ago       | "NIR belt" (light-therapy pbm-led-nir)             | info      |
        | "indocyanine green" (RxNorm 5775)                            | "infrared lamp" (HCPCS E0205)                      | info      |

    Scenario Outline: A light reaction before, and <drug>: nothing to raise
      Given she takes <drug>
      And she has "Drug phototoxic response" (ICD-10-CM L56.0), resolved, recorded 3 years ago
      When the clinician signs an order for the light device <device>, to the "left knee"
      Then rule "IR-CI-PHOTOSENS" stays silent

      Examples:
        | drug                                                   | device                                 |
        | "sertraline" (RxNorm 36437)                            | "red LED" (light-therapy pbm-led-red)  |
        | "sertraline" (RxNorm 36437)                            | "infrared lamp" (HCPCS E0205)          |
        | "doxycycline 10 % periodontal gel" (RxNorm 3640)       | "red LED" (light-therapy pbm-led-red)  |
        | "ciprofloxacin 0.3 % eye drops" (RxNorm 2551)          | "infrared lamp" (HCPCS E0205)          |
        | "doxycycline 10 % periodontal gel" (RxNorm 3640)       | "NIR belt" (light-therapy pbm-led-nir) |
        | "doxycycline" (RxNorm 3640), stopped, until 6 days ago | "red LED" (light-therapy pbm-led-red)  |

    Scenario: The allergy list names a light reaction to the drug itself
      Given she takes "doxycycline" (RxNorm 3640)
      And she is allergic to "doxycycline" (RxNorm 3640), with "photosensitivity rash"
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red)
      Then a warning card "IR-CI-PHOTOSENS" is shown

    Scenario Outline: An allergy that raises nothing: <allergy>
      Given she takes "doxycycline" (RxNorm 3640)
      And she is allergic to <allergy>
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red)
      Then rule "IR-CI-PHOTOSENS" speaks as info

      Examples:
        | allergy                                                                |
        | "doxycycline" (RxNorm 3640), with "nausea"                             |
        | "ciprofloxacin" (RxNorm 2551), with "sunburn"                          |
        | "doxycycline" (RxNorm 3640), with "photosensitivity", entered in error |

  Rule: Silent where the drug does not reach the skin by the blood, or is not taken

    Scenario Outline: <drug>
      Given she takes <drug>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" stays silent

      Examples:
        | drug                                             |
        | "doxycycline 10 % periodontal gel" (RxNorm 3640) |
        | "tetracycline 1 % eye ointment" (RxNorm 10395)   |
        | "doxycycline" (RxNorm 3640), topical             |
        | "doxycycline" (RxNorm 3640), cancelled           |
        | "doxycycline" (RxNorm 3640), as a proposal       |
        | "sertraline" (RxNorm 36437)                      |

    Scenario Outline: <drug> and a <device>
      Given she takes <drug>
      When the clinician signs an order for the light device <device>, to the "left knee"
      Then rule "IR-CI-PHOTOSENS" stays silent

      Examples:
        | drug                                                          | device                                |
        | "doxycycline 10 % periodontal gel" (RxNorm 3640)              | "red LED" (light-therapy pbm-led-red) |
        | "ciprofloxacin 0.3 % eye drops" (RxNorm 2551)                 | "infrared lamp" (HCPCS E0205)         |
        | "methylene blue 0.5 % cream" (RxNorm 6878)                    | "red LED" (light-therapy pbm-led-red) |
        | "methylene blue 0.5 % cream" (RxNorm 6878)                    | "infrared lamp" (HCPCS E0205)         |
        | "indocyanine green" (RxNorm 5775)                             | "infrared lamp" (HCPCS E0205)         |
        | "St. John's wort" (RxNorm 258326), stopped, until 11 days ago | "infrared lamp" (HCPCS E0205)         |

    Scenario: No such drug
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" stays silent

  Rule: What is not known is said

    Scenario: Medications were not loaded
      Given the medications were not loaded
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" is not evaluated because "MedicationRequest" is missing

    Scenario: A medicine that nobody can name
      Given she takes "water pill"
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" is not evaluated because "what MedicationRequest" is missing

    Scenario: An old order that is still called active
      Given she takes "doxycycline" (RxNorm 3640), ordered 2 years ago
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left knee"
      Then rule "IR-CI-PHOTOSENS" is not evaluated because "the last dose" is missing

    Scenario: The allergy list was not loaded: the note stands, and says what could raise it
      Given she takes "doxycycline" (RxNorm 3640)
      And the allergies were not loaded
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red)
      Then rule "IR-CI-PHOTOSENS" speaks as info
      And the card "IR-CI-PHOTOSENS" says "could make this stronger: AllergyIntolerance"
