@IR-PC-DOSE
Feature: The dose of light that an order states
  Too much burns, too little is theatre. The ceilings are defaults; the floors are those of a dose table that is opinion
  built on trials.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: Above the ceiling

    Scenario: A panel of 250 mW/cm2
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, with an irradiance of 250 mW/cm2, 5 minutes each
      Then a warning card "IR-PC-DOSE" is shown
      And the summary of the card "IR-PC-DOSE" says "above the ceiling: 250 mW/cm2"
      And the card "IR-PC-DOSE" says "about 83 J/cm2"
      And the card "IR-PC-DOSE" offers "Note on the order that spot size and distance are to be stated"
      And the card "IR-PC-DOSE" offers to change "LED panel"
      And the card "IR-PC-DOSE" cites evidence "WALT-2010"
      And the card "IR-PC-DOSE" cites evidence "GLAZOV-2016"
      And the card "IR-PC-DOSE" may be overridden because "manufacturer-protocol"

    Scenario Outline: An irradiance of <irradiance> for a minute
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, with an irradiance of <irradiance>, 1 minutes each
      Then rule "IR-PC-DOSE" speaks as warning

      Examples:
        | irradiance   |
        | 201 mW/cm2   |
        | 0.201 W/cm2  |

    Scenario Outline: A fluence of <fluence> J/cm2 is over the ceiling
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, with an irradiance of 90 mW/cm2, with a fluence of <fluence> J/cm2
      Then rule "IR-PC-DOSE" speaks as warning
      And the card "IR-PC-DOSE" says "<fluence> J/cm2"

      Examples:
        | fluence |
        | 100.1   |
        | 120     |

    Scenario Outline: <irradiance> mW/cm2 for <minutes> minutes are <fluence> J/cm2, which nobody had to write
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, with an irradiance of <irradiance> mW/cm2, <minutes> minutes each
      Then rule "IR-PC-DOSE" speaks as <indicator>
      And the card "IR-PC-DOSE" says "<fluence> J/cm2"

      Examples:
        | irradiance | minutes | fluence | indicator |
        | 100        | 17      | 102     | warning   |
        | 100        | 16      | 96      | info      |
        | 34.7       | 40      | 83.3    | info      |

  Rule: On the high side

    Scenario Outline: A fluence of <fluence> J/cm2 is a note
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, with an irradiance of 90 mW/cm2, with a fluence of <fluence> J/cm2
      Then rule "IR-PC-DOSE" speaks as info
      And the card "IR-PC-DOSE" says "on the high side"

      Examples:
        | fluence |
        | 60.1    |
        | 100     |

    Scenario Outline: Low-level laser of <irradiance> mW/cm2 is a note
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at 830 nm, with an irradiance of <irradiance> mW/cm2, 1 minutes each
      Then rule "IR-PC-DOSE" speaks as info

      Examples:
        | irradiance |
        | 101        |
        | 200        |

    Scenario Outline: <what> says nothing of the dose
      When the clinician signs an order for the light device <device>, to the "left knee", at 850 nm, with an irradiance of <irradiance> mW/cm2, with a fluence of <fluence> J/cm2, with an energy per point of 6 J, with a total energy of 24 J
      Then rule "IR-PC-DOSE" stays silent

      Examples:
        | what                  | device                          | irradiance | fluence |
        | 100 mW/cm2            | "low-level laser" (HCPCS S8948) | 100        | 6       |
        | a panel of 150 mW/cm2 | "LED panel"                     | 150        | 9       |
        | a panel of 200 mW/cm2 | "LED panel"                     | 200        | 12      |
        | 60 J/cm2              | "LED panel"                     | 90         | 60      |

  Rule: Below the table

    Scenario Outline: <energy>, to the <site>, at <nm> nm
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the <site>, at <nm> nm, <energy>
      Then rule "IR-PC-DOSE" speaks as info
      And the card "IR-PC-DOSE" says "below the WALT table"

      Examples:
        | energy                          | site                                | nm  |
        | with an energy per point of 3.9 J | "low back"                        | 830 |
        | with an energy per point of 3 J | "Lumbar region" (SNOMED 52612000)   | 780 |
        | with an energy per point of 3 J | "low back"                          | 860 |
        | with an energy per point of 5.9 J | "left hip"                        | 830 |
        | with a total energy of 15.9 J   | "low back"                          | 830 |
        | with a total energy of 15.9 J   | "neck"                              | 808 |
        | with a total energy of 11.9 J   | "left hip"                          | 830 |

    Scenario Outline: <energy>, to the <site>, at <nm> nm is no less than the table
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the <site>, at <nm> nm, <energy>, with an irradiance of 50 mW/cm2, with a fluence of 4 J/cm2
      Then rule "IR-PC-DOSE" stays silent

      Examples:
        | energy                                                        | site        | nm  |
        | with an energy per point of 4 J, with a total energy of 16 J  | "low back"  | 830 |
        | with an energy per point of 6 J, with a total energy of 12 J  | "left hip"  | 830 |
        | with an energy per point of 3 J, with a total energy of 16 J  | "neck"      | 830 |
        | with an energy per point of 3 J, with a total energy of 6 J   | "left knee" | 830 |
        | with an energy per point of 3.9 J, with a total energy of 8 J | "low back"  | 779 |
        | with an energy per point of 3.9 J, with a total energy of 8 J | "low back"  | 861 |

    Scenario Outline: <energy> J per point to the knee
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", at 830 nm, with an energy per point of <energy> J
      Then rule "IR-PC-DOSE" speaks as info
      And the card "IR-PC-DOSE" says "less than 3 J per point: <energy> J"

      Examples:
        | energy |
        | 2.9    |
        | 0.5    |

    Scenario: 904 nm has a lower table of its own
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", at 904 nm, with an energy per point of 1 J, with a total energy of 4 J, with an irradiance of 20 mW/cm2, with a fluence of 1 J/cm2
      Then rule "IR-PC-DOSE" stays silent

    Scenario: Heat lamps have no points
      When the clinician signs an order for the light treatment "heat lamp" (HCPCS E0200), to the "low back", with an irradiance of 50 mW/cm2, with a fluence of 30 J/cm2
      Then rule "IR-PC-DOSE" stays silent

  Rule: What is no dose is not read as one

    Scenario Outline: <what> is not evaluated
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, <what>
      Then rule "IR-PC-DOSE" is not evaluated because "<missing>" is missing

      Examples:
        | what                                                | missing    |
        | with a fluence of 120 J                             | fluence    |
        | with an irradiance of 500 mW, with a fluence of 6 J/cm2 | irradiance |
        | with a mean power of 0.4 W                          | irradiance |
        | with an irradiance of 50 mW/cm2                     | fluence    |
        | with a total energy of 120 J                        | fluence    |

    Scenario: A fluence in joules is said to be unreadable
      When the clinician signs an order for the light device "LED panel", to the "left knee", at 850 nm, with a fluence of 120 J
      Then the data quality notes mention "fluence is in no unit of J/cm2"

    Scenario: Nothing of the dose is stated
      When the clinician selects an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee"
      Then rule "IR-PC-DOSE" is not evaluated because "fluence" is missing
