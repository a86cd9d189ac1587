@IR-PC-WAVELENGTH
Feature: The wavelength that a light order states
  Ultraviolet is no red or infrared therapy. A wavelength outside the range of the trials, or not that of the ordered
  device, is a slip more often than an intention; one that is missing is asked for.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: Ultraviolet is critical

    Scenario: A panel at 365 nm
      When the clinician signs an order for the light device "LED panel", to the "right knee", at 365 nm
      Then a critical card "IR-PC-WAVELENGTH" is shown
      And the card "IR-PC-WAVELENGTH" says "UV burns skin and eyes"
      And the card "IR-PC-WAVELENGTH" offers to remove the order for "LED panel"
      And the card "IR-PC-WAVELENGTH" cites evidence "CFR-890-5500"
      And the card "IR-PC-WAVELENGTH" may be overridden because "heat-lamp-intended"
      And the card "IR-PC-WAVELENGTH" may be overridden because "filtered-device"

    Scenario Outline: <what> is ultraviolet
      When the clinician signs an order for the light device "LED panel", to the "right knee", <what>
      Then a critical card "IR-PC-WAVELENGTH" is shown

      Examples:
        | what                       |
        | at 399 nm                  |
        | at 0.399 um                |
        | at 100 nm                  |
        | at 380 to 450 nm           |
        | at 650 nm, at 390 nm       |
        | at 650 nm, emitting UV     |
        | emitting UV                |

    Scenario: A heat lamp that is said to emit ultraviolet
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back", emitting UV
      Then a critical card "IR-PC-WAVELENGTH" is shown

  Rule: Outside 600 to 1100 nm

    Scenario Outline: Low-level laser at <nm> nm speaks
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at <nm> nm
      Then rule "IR-PC-WAVELENGTH" speaks as warning
      And the card "IR-PC-WAVELENGTH" says "outside 600 to 1100 nm"
      And the card "IR-PC-WAVELENGTH" offers to change "low-level laser"
      And the card "IR-PC-WAVELENGTH" does not offer to remove the order

      Examples:
        | nm   |
        | 400  |
        | 532  |
        | 599  |
        | 1101 |
        | 1400 |

    Scenario Outline: Low-level laser at <nm> nm is silent
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at <nm> nm
      Then rule "IR-PC-WAVELENGTH" stays silent

      Examples:
        | nm   |
        | 600  |
        | 635  |
        | 850  |
        | 904  |
        | 1100 |

    Scenario Outline: <what> is no photobiomodulation
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at <what>
      Then rule "IR-PC-WAVELENGTH" speaks as warning
      And the card "IR-PC-WAVELENGTH" says "over 1400 nm is no photobiomodulation"

      Examples:
        | what    |
        | 1401 nm |
        | 10.6 um |
        | 850 um  |

  Rule: Units that were mistyped

    Scenario: 0.85 nm
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at 0.85 nm
      Then rule "IR-PC-WAVELENGTH" speaks as warning
      And the card "IR-PC-WAVELENGTH" says "its unit is probably wrong"
      And the card "IR-PC-WAVELENGTH" says "0.85 um is 850 nm"
      And the card "IR-PC-WAVELENGTH" offers to change "low-level laser"

    Scenario: Just under 100 nm
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at 99 nm
      Then rule "IR-PC-WAVELENGTH" speaks as warning

    Scenario: 0.85 um is 850 nm
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at 0.85 um
      Then rule "IR-PC-WAVELENGTH" stays silent

  Rule: Not the wavelength of the ordered device

    Scenario Outline: A <device> at <nm>
      When the clinician signs an order for the light device <device>, to the "left knee", <nm>
      Then rule "IR-PC-WAVELENGTH" speaks as warning
      And the card "IR-PC-WAVELENGTH" says "not that of the ordered device"

      Examples:
        | device                                 | nm        |
        | "NIR belt" (light-therapy pbm-led-nir) | at 650 nm |
        | "NIR belt" (light-therapy pbm-led-nir) | at 700 nm |
        | "red LED" (light-therapy pbm-led-red)  | at 701 nm |
        | "red LED" (light-therapy pbm-led-red)  | at 850 nm |

    Scenario Outline: <order>, ordered as infrared, is visible red
      When the clinician signs an order for the light device <order>, to the "left knee", at <nm> nm
      Then rule "IR-PC-WAVELENGTH" speaks as warning
      And the card "IR-PC-WAVELENGTH" says "650 nm, for example, is visible red"

      Examples:
        | order                                   | nm  |
        | "infrared therapy"                      | 650 |
        | "infrared heating pad" (HCPCS E0221)    | 650 |
        | "heat lamp" (HCPCS E0200)               | 700 |

    Scenario Outline: <order> fits
      When the clinician signs an order for the light device <order>, to the "left knee"<nm>
      Then rule "IR-PC-WAVELENGTH" stays silent

      Examples:
        | order                                            | nm                   |
        | "NIR belt" (light-therapy pbm-led-nir)           | , at 850 nm          |
        | "red LED" (light-therapy pbm-led-red)            | , at 630 to 660 nm   |
        | "dual panel" (light-therapy pbm-dual-650-850)    | , at 650 nm, at 850 nm |
        | "dual panel" (light-therapy pbm-dual-650-850)    |                      |
        | "infrared therapy"                               | , at 850 nm          |
        | "infrared heating pad" (HCPCS E0221)             | , at 890 nm          |
        | "heat lamp" (HCPCS E0200)                        | , at 700 to 3000 nm  |
        | "low-level laser 904 nm"                         |                      |

  Rule: A wavelength that is missing is asked for

    Scenario Outline: <order> does not state it
      When the clinician selects an order for the light device <order>, to the "left knee"
      Then rule "IR-PC-WAVELENGTH" speaks as info
      And the card "IR-PC-WAVELENGTH" says "does not state its wavelength"
      And the card "IR-PC-WAVELENGTH" offers "Note on the order that the wavelength is to be confirmed"

      Examples:
        | order                                    |
        | "infrared therapy"                       |
        | "laser"                                  |
        | "low-level laser" (HCPCS S8948)          |
        | "NIR belt" (light-therapy pbm-led-nir)   |
        | "red LED" (light-therapy pbm-led-red)    |

    Scenario: A number without a unit says nothing
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee", at 850 without a unit
      Then rule "IR-PC-WAVELENGTH" speaks as info
      And the data quality notes mention "wavelength is in no unit"

    Scenario: What an order does not say may be ultraviolet, and the card says so
      When the clinician signs an order for the light device "infrared therapy", to the "left knee"
      Then rule "IR-PC-WAVELENGTH" speaks as info
      And the card "IR-PC-WAVELENGTH" says "could make this stronger: the wavelength"

  Rule: What is not known is said

    Scenario: A heat lamp is not asked for nanometres, and what it emits stays open
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-PC-WAVELENGTH" is not evaluated because "the wavelength" is missing

    Scenario: A heat lamp that is stated to be free of UV
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back", free of UV
      Then rule "IR-PC-WAVELENGTH" stays silent

    Scenario Outline: <order> is no light therapy
      When the clinician signs an order for the light device <order>
      Then rule "IR-PC-WAVELENGTH" stays silent

      Examples:
        | order                     |
        | "laser safety glasses"    |
        | "infrared thermometer"    |
        | "UV phototherapy at 311 nm" |
