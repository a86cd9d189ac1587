@IR-CAU-EPILEPSY
Feature: Pulsed or visible light in epilepsy
  Visible light that pulses slowly may set off a seizure. A pulse that is not stated may be slow; continuous or
  near-infrared light is noted only in photosensitive epilepsy.

  Background:
    Given the service date is 2026-11-20
    And a 28-year-old woman

  Rule: A warning for slow pulses of visible light

    Scenario: Epilepsy and red light that pulses at 10 Hz
      Given she has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee", with a pulse frequency of 10 Hz
      Then a warning card "IR-CAU-EPILEPSY" is shown
      And the card "IR-CAU-EPILEPSY" offers "Write on the order - continuous or near-infrared only, eyes shielded"
      And the card "IR-CAU-EPILEPSY" offers "Ask the neurologist"
      And the card "IR-CAU-EPILEPSY" does not offer to remove the order
      And the card "IR-CAU-EPILEPSY" rests on "Epilepsy"
      And the card "IR-CAU-EPILEPSY" cites evidence "NAALT-2010"
      And the card "IR-CAU-EPILEPSY" may be overridden because "not-photosensitive"
      And the card "IR-CAU-EPILEPSY" may be overridden because "neurologist-agrees"

    Scenario Outline: <epilepsy>
      Given she has <epilepsy>
      When the clinician selects an order for the light treatment "panel" (light-therapy pbm-dual-650-850), with a pulse frequency of 10 Hz
      Then rule "IR-CAU-EPILEPSY" speaks as warning

      Examples:
        | epilepsy                                                     |
        | "Seizure disorder" (SNOMED 128613002)                        |
        | "Epilepsy, unspecified" (ICD-10-CM G40.909)                  |
        | "Juvenile myoclonic epilepsy" (ICD-10-CM G40.B09)            |
        | "Photosensitive occipital lobe epilepsy" (SNOMED 1335933003) |
        | "Epilepsy" (SNOMED 84757009), recurred                       |

    Scenario Outline: Visible light at <pulse>
      Given she has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of <pulse>
      Then rule "IR-CAU-EPILEPSY" speaks as warning

      Examples:
        | pulse     |
        | 0.5 Hz    |
        | 29 Hz     |
        | 29.9 Hz   |
        | 0.029 kHz |
        | 600 /min  |

    Scenario Outline: Visible light, and no pulse is stated: <device>
      Given she has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CAU-EPILEPSY" speaks as warning

      Examples:
        | device                                     |
        | "red light" (light-therapy pbm-led-red)    |
        | "panel" (light-therapy pbm-dual-650-850)   |
        | "low-level laser" (HCPCS S8948), at 635 nm |
        | "low-level laser" (HCPCS S8948), at 700 nm |

    Scenario: Only suspected, so one step lower
      Given she has "Epilepsy" (SNOMED 84757009), provisional
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of 10 Hz
      Then rule "IR-CAU-EPILEPSY" speaks as info
      And the card "IR-CAU-EPILEPSY" says "the entry is provisional"

  Rule: A warning for photosensitive epilepsy and any visible light

    Scenario Outline: Photosensitive epilepsy, visible light at <pulse>
      Given she has "Photosensitive occipital lobe epilepsy" (SNOMED 1335933003)
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of <pulse>
      Then rule "IR-CAU-EPILEPSY" speaks as warning
      And the card "IR-CAU-EPILEPSY" says "photosensitive epilepsy"

      Examples:
        | pulse   |
        | 0 Hz    |
        | 30 Hz   |
        | 1000 Hz |

  Rule: A note for photosensitive epilepsy and other light

    Scenario Outline: Photosensitive epilepsy and <device>
      Given she has "Photosensitive occipital lobe epilepsy" (SNOMED 1335933003)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CAU-EPILEPSY" speaks as info

      Examples:
        | device                                                                 |
        | "NIR belt" (light-therapy pbm-led-nir), with a pulse frequency of 0 Hz |
        | "NIR belt" (light-therapy pbm-led-nir)                                 |
        | "NIR belt" (light-therapy pbm-led-nir), at 850 nm                      |
        | "infrared therapy"                                                     |

    Scenario: What is not stated could make it stronger, and the note says so
      Given she has "Photosensitive occipital lobe epilepsy" (SNOMED 1335933003)
      When the clinician signs an order for the light treatment "infrared therapy"
      Then rule "IR-CAU-EPILEPSY" speaks as info
      And the card "IR-CAU-EPILEPSY" says "could make this stronger"

  Rule: Silent for continuous, fast or near-infrared light in other epilepsies

    Scenario Outline: Epilepsy and <device>
      Given she has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CAU-EPILEPSY" stays silent

      Examples:
        | device                                                                   |
        | "red light" (light-therapy pbm-led-red), with a pulse frequency of 0 Hz  |
        | "red light" (light-therapy pbm-led-red), with a pulse frequency of 30 Hz |
        | "red light" (light-therapy pbm-led-red), with a pulse frequency of 31 Hz |
        | "red light" (light-therapy pbm-led-red), with a pulse frequency of 1 kHz |
        | "NIR belt" (light-therapy pbm-led-nir)                                   |
        | "NIR belt" (light-therapy pbm-led-nir), with a pulse frequency of 10 Hz  |
        | "low-level laser" (HCPCS S8948), at 701 nm                               |

    Scenario Outline: <problem> is no epilepsy that counts
      Given she has <problem>
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of 10 Hz
      Then rule "IR-CAU-EPILEPSY" stays silent

      Examples:
        | problem                                                       |
        | "Self-induced non-photosensitive epilepsy" (SNOMED 230455006) |
        | "Simple febrile convulsions" (ICD-10-CM R56.00)               |
        | "Unspecified convulsions" (ICD-10-CM R56.9)                   |
        | "Epilepsy" (SNOMED 84757009), in remission, since 9 years ago |
        | "Epilepsy" (SNOMED 84757009), inactive                        |
        | "Epilepsy" (SNOMED 84757009), resolved                        |
        | "Epilepsy" (SNOMED 84757009), refuted                         |
        | "Epilepsy" (SNOMED 84757009), entered in error                |

    Scenario: Her brother has epilepsy
      Given her brother has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of 10 Hz
      Then rule "IR-CAU-EPILEPSY" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of 10 Hz
      Then rule "IR-CAU-EPILEPSY" is not evaluated because "Condition" is missing

    Scenario Outline: Epilepsy and a device that does not state its wavelength: <device>
      Given she has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CAU-EPILEPSY" is not evaluated because "wavelength" is missing

      Examples:
        | device                                              |
        | "low-level laser" (HCPCS S8948)                     |
        | "infrared therapy", with a pulse frequency of 10 Hz |

    Scenario: An entry of another patient
      Given another patient has "Epilepsy" (SNOMED 84757009)
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with a pulse frequency of 10 Hz
      Then rule "IR-CAU-EPILEPSY" is not evaluated because "Condition" is missing

    Scenario: An old entry without a status
      Given she has "Epilepsy" (SNOMED 84757009), without a status, recorded 2 years ago
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red)
      Then rule "IR-CAU-EPILEPSY" is not evaluated because "the status" is missing
