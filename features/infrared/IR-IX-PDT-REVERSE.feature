@IR-IX-PDT-REVERSE
Feature: A photodynamic drug or dye ordered while light therapy runs
  The danger is the same the other way round: a device is in use at home when somebody orders the drug. The light may be
  an order, an activity of a care plan, or a device that the patient uses; it must pause before the drug is given.

  Background:
    Given the service date is 2026-11-20
    And a 71-year-old man

  Rule: A warning when such a drug is ordered beside light that runs

    Scenario: Porfimer is ordered, and a red and near-infrared panel is in use at home
      Given a running order for the light device "home light panel" (light-therapy pbm-dual-650-850), to the "low back"
      When the clinician signs an order for "porfimer sodium 75 MG Injection" (RxNorm 242166), intravenous
      Then a warning card "IR-IX-PDT-REVERSE" is shown
      And exactly 1 card is shown
      And the card "IR-IX-PDT-REVERSE" is about the order for "porfimer sodium 75 MG Injection"
      And the summary of the card "IR-IX-PDT-REVERSE" says "porfimer sodium"
      And the summary of the card "IR-IX-PDT-REVERSE" says "2026-12-21"
      And the card "IR-IX-PDT-REVERSE" says "home light panel"
      And the card "IR-IX-PDT-REVERSE" offers "Put the light plan on hold until the window is over"
      And the card "IR-IX-PDT-REVERSE" offers "Tell the patient to stop using the light device"
      And the card "IR-IX-PDT-REVERSE" does not offer to remove the order
      And the card "IR-IX-PDT-REVERSE" rests on "porfimer sodium 75 MG Injection"
      And the card "IR-IX-PDT-REVERSE" cites evidence "PHOTOFRIN-LABEL"
      And the card "IR-IX-PDT-REVERSE" may be overridden because "light-plan-paused"

    Scenario Outline: Light that runs as <light>
      Given <light>
      When the clinician selects an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" speaks as warning

      Examples:
        | light                                                                                     |
        | a running order for the light treatment "low-level laser" (HCPCS S8948)                   |
        | a running order for the light treatment "infrared lamp therapy"                           |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red)              |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), as an order |
        | a care plan with the light treatment "infrared lamp at home", in words only               |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red)                      |
        | he uses the light device "infrared sauna"                                                 |

    Scenario Outline: <drug> is ordered
      Given a running order for the light device "red LED panel" (light-therapy pbm-led-red)
      When the clinician signs an order for <drug>
      Then rule "IR-IX-PDT-REVERSE" speaks as warning
      And the card "IR-IX-PDT-REVERSE" says "<until>"

      Examples:
        | drug                                                      | until      |
        | "verteporfin 15 MG Injection" (RxNorm 313595)             | 2026-11-26 |
        | "temoporfin" (ATC L01XD05)                                | 2026-12-06 |
        | "padeliporfin" (ATC L01XD07)                              | 2026-11-23 |
        | "aminolevulinic acid hydrochloride" (RxNorm 261715), oral | 2026-11-23 |
        | "methylene blue" (RxNorm 6878), intravenous               | 2026-11-26 |
        | "methylene blue" (ATC V03AB17)                            | 2026-11-26 |
        | "Photofrin 75 mg"                                         | 2026-12-21 |

    Scenario Outline: Near-infrared light alone, and <drug>
      Given a running order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm
      When the clinician signs an order for <drug>
      Then rule "IR-IX-PDT-REVERSE" speaks as warning

      Examples:
        | drug                              |
        | "porfimer sodium" (RxNorm 333848) |
        | "indocyanine green" (RxNorm 5775) |

    Scenario Outline: A dye and a device that does not state its wavelengths: <drug>
      Given a running order for the light device "infrared lamp" (HCPCS E0205)
      When the clinician signs an order for <drug>
      Then rule "IR-IX-PDT-REVERSE" speaks as warning

      Examples:
        | drug                                           |
        | "methylene blue" (RxNorm 6878), oral           |
        | "St. John's wort extract" (RxNorm 258326)      |
        | "indocyanine green" (RxNorm 5775), intravenous |

    Scenario Outline: Cream for the <cream>, light to the <light>
      Given a running order for the light device "red LED panel" (light-therapy pbm-led-red), to the "<light>"
      When the clinician signs an order for "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "<cream>"
      Then rule "IR-IX-PDT-REVERSE" speaks as warning

      Examples:
        | cream | light    |
        | scalp | face     |
        | scalp | the skin |

    Scenario: Two plans at once give one card
      Given a running order for the light device "red LED panel" (light-therapy pbm-led-red)
      And he uses the light device "infrared lamp" (HCPCS E0205)
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then exactly 1 card is shown

  Rule: Signed together, the window rule speaks and this one adds nothing

    Scenario: Drug and device are signed together
      Given an order for the light device "red LED panel" (light-therapy pbm-led-red)
      And an order for "porfimer sodium" (RxNorm 333848)
      When the clinician signs the orders
      Then rule "IR-CI-PDT-WINDOW" speaks as critical
      And rule "IR-IX-PDT-REVERSE" stays silent

    Scenario: A new light order after the drug belongs to the window rule
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 3 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" speaks as critical
      And rule "IR-IX-PDT-REVERSE" stays silent

  Rule: Silent when no light runs, or when it cannot meet the drug

    Scenario Outline: Light that is over, paused or not agreed: <light>
      Given <light>
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" stays silent

      Examples:
        | light                                                                                                  |
        | a running order for the light device "red LED panel" (light-therapy pbm-led-red), handed back          |
        | a running order for the light device "red LED panel" (light-therapy pbm-led-red), on hold              |
        | a running order for the light device "red LED panel" (light-therapy pbm-led-red), completed            |
        | a running order for the light device "red LED panel" (light-therapy pbm-led-red), entered in error     |
        | a running order for the light device "red LED panel" (light-therapy pbm-led-red), as a proposal        |
        | a running order for the light device "goggles for light therapy"                                       |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), on hold                  |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), revoked                  |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), completed                |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), entered in error         |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), as a proposal            |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), its activity on hold     |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), its activity scheduled   |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), its activity not started |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), its activity completed   |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), its activity cancelled   |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), not to be done           |
        | a care plan with the light treatment "walking programme"                                               |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), handed back                      |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), no longer                        |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), stopped                          |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), on hold                          |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), intended                         |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), entered in error                 |
        | he uses the light device "infrared thermometer"                                                        |

    Scenario: The other drafts are no such drug
      Given a running order for the light device "red LED panel" (light-therapy pbm-led-red)
      When the clinician signs an order for "doxycycline" (RxNorm 3640), oral
      Then rule "IR-IX-PDT-REVERSE" stays silent

    Scenario Outline: Light outside what the dye absorbs: <drug>
      Given a running order for the light device "LED device" (<device>), at <wavelength>
      When the clinician signs an order for <drug>
      Then rule "IR-IX-PDT-REVERSE" stays silent

      Examples:
        | drug                                           | device                    | wavelength |
        | "methylene blue" (RxNorm 6878), intravenous    | light-therapy pbm-led-nir | 850 nm     |
        | "St. John's wort extract" (RxNorm 258326)      | light-therapy pbm-led-red | 620 nm     |
        | "indocyanine green" (RxNorm 5775), intravenous | light-therapy pbm-led-red | 660 nm     |

    Scenario: St. John's wort and light just below 620 nm
      Given a running order for the light device "LED panel" (light-therapy pbm-led-red), at 619 nm
      When the clinician signs an order for "St. John's wort extract" (RxNorm 258326)
      Then rule "IR-IX-PDT-REVERSE" speaks as warning

    Scenario: The cream goes to the scalp and the light to the foot
      Given a running order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left foot"
      When the clinician signs an order for "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "scalp"
      Then rule "IR-IX-PDT-REVERSE" stays silent

    Scenario: No light at all
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" stays silent

  Rule: What is not known is said

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" is not evaluated because "<what>" is missing

      Examples:
        | kind           | what               |
        | service orders | ServiceRequest     |
        | device orders  | DeviceRequest      |
        | care plans     | CarePlan           |
        | devices in use | DeviceUseStatement |

    Scenario Outline: Light that may run: <light>
      Given <light>
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" is not evaluated because "<what>" is missing

      Examples:
        | light                                                                                              | what                                  |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red), its activity unknown | the status of CarePlan/careplan-1     |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), without a status             | the status of DeviceUseStatement      |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red), known by a reference only    | what DeviceUseStatement               |
        | a running order for the light device "red LED panel", known by a reference only                    | what DeviceRequest/devicerequest-1 is |

    Scenario: The devices were not loaded, and what is used is only referred to
      Given he uses the light device "red LED panel" (light-therapy pbm-led-red)
      And the devices were not loaded
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" is not evaluated because "what DeviceUseStatement" is missing

    Scenario Outline: What runs belongs to another patient: <light>
      Given <light>, of another patient
      When the clinician signs an order for "porfimer sodium" (RxNorm 333848)
      Then rule "IR-IX-PDT-REVERSE" is not evaluated because "<what>" is missing

      Examples:
        | light                                                                            | what               |
        | a running order for the light device "red LED panel" (light-therapy pbm-led-red) | DeviceRequest      |
        | a care plan with the light treatment "red light" (light-therapy pbm-led-red)     | CarePlan           |
        | he uses the light device "red LED panel" (light-therapy pbm-led-red)             | DeviceUseStatement |
