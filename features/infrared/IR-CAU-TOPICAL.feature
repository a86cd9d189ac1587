@IR-CAU-TOPICAL
Feature: Products on the treated skin
  Creams and gels may sensitise the skin, warm it, numb it or block the light. What is clearly elsewhere does not
  matter; what is rubbed in, nobody says where, may be under the device.

  Background:
    Given the service date is 2026-11-20
    And a 58-year-old woman

  Rule: A warning for strong sensitisers, whatever the device

    Scenario: Ketoprofen gel on the knee, and a red LED panel for it
      Given she takes "ketoprofen 2.5 % topical gel" (RxNorm 6142), put on the "left knee"
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then a warning card "IR-CAU-TOPICAL" is shown
      And the summary of the card "IR-CAU-TOPICAL" says "ketoprofen"
      And the summary of the card "IR-CAU-TOPICAL" says "until 2026-12-19"
      And the card "IR-CAU-TOPICAL" offers "Write on the order - clean, dry skin, no product before a session"
      And the card "IR-CAU-TOPICAL" offers "Tell the patient - clean, dry skin, no product before a session"
      And the card "IR-CAU-TOPICAL" does not offer to remove the order
      And the card "IR-CAU-TOPICAL" rests on "ketoprofen 2.5 % topical gel"
      And the card "IR-CAU-TOPICAL" cites evidence "TOPICAL-PRACTICE"
      And the card "IR-CAU-TOPICAL" may be overridden because "different-site"

    Scenario Outline: <product>, and a belt that does not heat
      Given she takes <product>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-TOPICAL" speaks as warning

      Examples:
        | product                                                                    |
        | "ketoprofen" (RxNorm 6142), by the route "Topical route" (SNOMED 6064005)  |
        | "ketoprofen" (ATC M02AA10)                                                 |
        | "ketoprofen" (ATC M02AA10), put on the "left knee"                         |
        | "methoxsalen" (ATC D05AD02)                                                |
        | "methoxsalen 1 % lotion" (RxNorm 6854), topical                            |
        | "fluorouracil 5 % topical cream" (RxNorm 4492)                             |
        | "fluorouracil 5 % topical cream" (RxNorm 4492), put on the "left knee"     |
        | "fluorouracil 5 % topical cream" (RxNorm 4492), stopped, until 14 days ago |
        | "ketoprofen 2.5 % topical gel" (RxNorm 6142), stopped, until 28 days ago   |
        | "methoxsalen 1 % lotion" (RxNorm 6854), topical, stopped, until 2 days ago |

    Scenario Outline: The window is over: <product>
      Given she takes <product>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | product                                                                    |
        | "fluorouracil 5 % topical cream" (RxNorm 4492), stopped, until 15 days ago |
        | "ketoprofen 2.5 % topical gel" (RxNorm 6142), stopped, until 29 days ago   |
        | "methoxsalen 1 % lotion" (RxNorm 6854), topical, stopped, until 3 days ago |

  Rule: A warning for any such product with a heating device

    Scenario: The patient rubs in menthol, and a heat lamp is ordered for the back
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CAU-TOPICAL" speaks as warning
      And the card "IR-CAU-TOPICAL" says "menthol"
      And the card "IR-CAU-TOPICAL" says "it can burn, or hide a burn"

    Scenario Outline: <product> and a heat lamp
      Given she says that she takes <product>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CAU-TOPICAL" speaks as warning
      And the card "IR-CAU-TOPICAL" says "it can burn, or hide a burn"

      Examples:
        | product                                                                  |
        | "menthol" (RxNorm 6750)                                                  |
        | "menthol" (RxNorm 6750), put on the "lower back"                         |
        | "menthol 5 % cream" (RxNorm 6750), put on the "lower back"               |
        | "methyl salicylate rub" (RxNorm 29787)                                   |
        | "capsaicin 0.025 % topical cream" (RxNorm 1992)                          |
        | "capsaicin 8 % patch" (RxNorm 1992), put on the "lower back"             |
        | "lidocaine 5 % medicated patch" (RxNorm 6387)                            |
        | "lidocaine 4 % cream" (RxNorm 6387), put on the "lower back"             |
        | "lidocaine" (RxNorm 6387), by the route "Topical route" (SNOMED 6064005) |

    Scenario Outline: <product> and a lamp: irritated skin
      Given she takes <product>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "face"
      Then rule "IR-CAU-TOPICAL" speaks as warning
      And the card "IR-CAU-TOPICAL" says "irritated skin burns sooner"

      Examples:
        | product                                                            |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753)                    |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753), put on the "face" |
        | "tretinoin" (ATC D10AD01)                                          |
        | "tazarotene" (RxNorm 83947)                                        |
        | "adapalene" (RxNorm 60223), put on the "face"                      |
        | "benzoyl peroxide 5 % gel" (RxNorm 1418)                           |
        | "coal tar shampoo" (RxNorm 2635)                                   |
        | "diclofenac 1 % gel" (RxNorm 3355), put on the "jaw"               |

    Scenario Outline: A device that does not say whether it heats counts as heating: <device>
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750)
      When the clinician signs an order for the light treatment <device>, to the "low back"
      Then rule "IR-CAU-TOPICAL" speaks as warning

      Examples:
        | device                                       |
        | "infrared therapy"                           |
        | "infrared lamp" (CPT 97026)                  |
        | "class 4 laser" (light-therapy laser-class4) |
        | "low-level laser" (HCPCS S8948), heating     |

    Scenario: The light order does not say where, the rub is on the knee
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750), put on the "left knee"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200)
      Then rule "IR-CAU-TOPICAL" speaks as warning

    Scenario: Cream and lamp are ordered together
      Given an order for "capsaicin 0.025 % topical cream" (RxNorm 1992)
      And an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      When the clinician signs the orders
      Then rule "IR-CAU-TOPICAL" speaks as warning

    Scenario: The same rub in two records is one warning that rests on both
      Given she takes "menthol 16 % topical gel" (RxNorm 6750)
      And she says that she takes "Menthol gel"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CAU-TOPICAL" speaks as warning
      And the card "IR-CAU-TOPICAL" says "Menthol gel"

  Rule: A note when the device is known not to heat

    Scenario Outline: <product> and a red LED
      Given she takes <product>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CAU-TOPICAL" speaks as info
      And the card "IR-CAU-TOPICAL" says "clean, dry skin"

      Examples:
        | product                                                                    |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753)                            |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753), put on the "face"         |
        | "adapalene" (RxNorm 60223)                                                 |
        | "adapalene" (RxNorm 60223), put on the "face"                              |
        | "diclofenac" (ATC M02AA15)                                                 |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753), stopped, until 7 days ago |
        | "benzoyl peroxide 5 % gel" (RxNorm 1418), stopped, until 2 days ago        |

    Scenario Outline: Its window is over: <product>
      Given she takes <product>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "face"
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | product                                                                    |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753), stopped, until 8 days ago |
        | "benzoyl peroxide 5 % gel" (RxNorm 1418), stopped, until 3 days ago        |

    Scenario Outline: A warming or numbing product is silent then: <product>
      Given she says that she takes <product>
      When the clinician signs an order for the light device <device>, to the "low back"
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | product                                       | device                                 |
        | "menthol 16 % topical gel" (RxNorm 6750)      | "NIR belt" (light-therapy pbm-led-nir) |
        | "lidocaine 5 % medicated patch" (RxNorm 6387) | "heat lamp" (HCPCS E0200), not heating |

  Rule: While a light plan runs, the opened chart says so

    Scenario Outline: Light that runs as <light>
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750)
      And <light>
      When the clinician opens the chart
      Then rule "IR-CAU-TOPICAL" speaks as warning

      Examples:
        | light                                                                             |
        | a running order for the light device "heat lamp" (HCPCS E0200), to the "low back" |
        | a care plan with the light treatment "infrared lamp" (HCPCS E0205)                |
        | she uses the light device "infrared heating pad" (HCPCS E0221), on the "low back" |

    Scenario: A note on the opened chart
      Given she takes "tretinoin 0.05 % topical cream" (RxNorm 10753), put on the "face"
      And she uses the light device "red LED mask" (light-therapy pbm-led-red), on the "face"
      When the clinician opens the chart
      Then rule "IR-CAU-TOPICAL" speaks as info

    Scenario Outline: No light runs: <light>
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750)
      And <light>
      When the clinician opens the chart
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | light                                                                                        |
        | a running order for the light device "heat lamp" (HCPCS E0200), to the "low back", completed |
        | a running order for the light device "heat lamp" (HCPCS E0200), handed back                  |
        | a care plan with the light treatment "infrared lamp" (HCPCS E0205), its activity completed   |
        | she uses the light device "infrared heating pad" (HCPCS E0221), handed back                  |
        | she uses the light device "infrared heating pad" (HCPCS E0221), on the "left foot", on hold  |

    Scenario: The chart has no light in it
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750)
      When the clinician opens the chart
      Then rule "IR-CAU-TOPICAL" stays silent

    Scenario: The rub is on the knee, the pad in use on the back
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750), put on the "left knee"
      And she uses the light device "infrared heating pad" (HCPCS E0221), on the "low back"
      When the clinician opens the chart
      Then rule "IR-CAU-TOPICAL" stays silent

  Rule: Silent for what is elsewhere, and for what is not on the skin

    Scenario: Diclofenac gel on the knee, device to the back
      Given she takes "diclofenac 1 % gel" (RxNorm 3355), put on the "left knee"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CAU-TOPICAL" stays silent

    Scenario Outline: <product> is elsewhere
      Given she takes <product>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | product                                                                |
        | "ketoprofen 2.5 % topical gel" (RxNorm 6142), put on the "right knee"  |
        | "tretinoin 0.05 % topical cream" (RxNorm 10753), put on the "face"     |
        | "lidocaine 5 % medicated patch" (RxNorm 6387), put on the "lower back" |
        | "menthol" (RxNorm 6750), put on the "left shoulder"                    |

    Scenario Outline: <product> is not on the skin
      Given she takes <product>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | product                                               |
        | "tretinoin 10 MG oral capsule" (RxNorm 10753), oral   |
        | "ketoprofen 50 MG oral capsule" (RxNorm 6142), oral   |
        | "ketoprofen" (RxNorm 6142)                            |
        | "lidocaine" (RxNorm 6387)                             |
        | "lidocaine 1 % injection" (RxNorm 6387), subcutaneous |
        | "menthol 5 MG lozenge" (RxNorm 6750)                  |
        | "menthol inhaler" (RxNorm 6750)                       |
        | "diclofenac 0.1 % eye drops" (RxNorm 3355)            |
        | "methoxsalen 10 MG oral capsule" (RxNorm 6854), oral  |
        | "fluorouracil 50 MG/ML" (RxNorm 4492), intravenous    |
        | "tacrolimus 0.1 % topical ointment" (RxNorm 42316)    |

    Scenario Outline: Never used: <product>
      Given she takes <product>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CAU-TOPICAL" stays silent

      Examples:
        | product                                                                |
        | "capsaicin 0.025 % topical cream" (RxNorm 1992), as a proposal         |
        | "capsaicin 0.025 % topical cream" (RxNorm 1992), marked do not perform |
        | "capsaicin 0.025 % topical cream" (RxNorm 1992), entered in error      |

    Scenario: Nothing is on the skin
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CAU-TOPICAL" stays silent

  Rule: What is not known is said

    Scenario: What the patient says she uses was not loaded
      Given the medication statements were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-CAU-TOPICAL" is not evaluated because "MedicationStatement" is missing

    Scenario: The plans were not loaded
      Given she says that she takes "menthol 16 % topical gel" (RxNorm 6750)
      And the care plans were not loaded
      When the clinician opens the chart
      Then rule "IR-CAU-TOPICAL" is not evaluated because "CarePlan" is missing

    Scenario: A cream of another patient
      Given she takes "capsaicin 0.025 % topical cream" (RxNorm 1992), of another patient
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CAU-TOPICAL" is not evaluated because "MedicationRequest" is missing

    Scenario: A cream that nobody can name
      Given she says that she takes "the green rub"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CAU-TOPICAL" is not evaluated because "what MedicationStatement" is missing
