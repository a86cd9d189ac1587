@IR-IX-PATCH-HEAT
Feature: Heat near a drug patch
  Heat multiplies what a patch delivers. An opioid patch under a heat lamp, or one whose place nobody wrote down, can
  cause an overdose; the skin stays loaded for a day after the patch is taken off.

  Background:
    Given the service date is 2026-11-20
    And a 74-year-old woman

  Rule: Critical for an opioid patch under the device, or maybe under it

    Scenario: A fentanyl patch whose place is not recorded, and an infrared lamp at home
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light device "infrared lamp on a stand" (HCPCS E0205), to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown
      And the card "IR-IX-PATCH-HEAT" offers to remove the order for "infrared lamp on a stand"
      And the card "IR-IX-PATCH-HEAT" offers "Replace by a non-heating option"
      And the card "IR-IX-PATCH-HEAT" cites evidence "MEDLETTER-2009"
      And the card "IR-IX-PATCH-HEAT" may be overridden because "patch-stopped"
      And the card "IR-IX-PATCH-HEAT" may be overridden because "distant-site-no-heat"

    Scenario Outline: <patch> counts
      Given she takes <patch>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | patch                                                                        |
        | "168 HR buprenorphine 0.02 MG/HR Transdermal System" (RxNorm 904876)         |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) |
        | "fentanyl" (ATC N02AB03), with the instructions "1 patch every 72 hours"     |
        | "Duragesic 50 mcg/hr patch"                                                  |
        | "Butrans patch 10 mcg/hour"                                                  |

    Scenario Outline: A patch on the <patch> and a lamp to the <lamp>
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), put on the "<patch>"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "<lamp>"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | patch          | lamp          |
        | lower back     | low back      |
        | left upper arm | left shoulder |
        | left upper arm | both arms     |
        | chest          | low back      |
        | upper back     | low back      |
        | abdomen        | upper back    |

    Scenario Outline: Known by its code alone or by ingredient and route: <patch><where>, lamp to the low back
      Given she takes <patch><where>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | patch                                                                        | where                                                  |
        | (RxNorm 245135)                                                              | , put on the "lower back"                              |
        | (RxNorm 245135)                                                              | , put on the "chest"                                   |
        | (RxNorm 245135)                                                              |                                                        |
        | (RxNorm 245135)                                                              | , put on the "lower back", stopped, until 20 hours ago |
        | (RxNorm 245135)                                                              | , put on the "chest", stopped, until 20 hours ago      |
        | (RxNorm 245135)                                                              | , stopped, until 20 hours ago                          |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) | , put on the "lower back"                              |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) | , put on the "chest"                                   |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) |                                                        |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) | , put on the "lower back", stopped, until 20 hours ago |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) | , put on the "chest", stopped, until 20 hours ago      |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007) | , stopped, until 20 hours ago                          |

    Scenario Outline: Under the lamp, off the trunk: <patch>
      Given she takes <patch>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left shoulder"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | patch                                                                                                                                  |
        | (RxNorm 245135), put on the "left upper arm"                                                                                           |
        | (RxNorm 245135), put on the "left upper arm", stopped, until 20 hours ago                                                              |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007), put on the "left upper arm"                              |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007), put on the "left upper arm", stopped, until 20 hours ago |

    Scenario: The lamp order does not say where
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), put on the "left upper arm"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200)
      Then a critical card "IR-IX-PATCH-HEAT" is shown

    Scenario: What the patch is for does not say where it is
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), with the instructions "1 patch every 72 hours for low back pain"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

    Scenario Outline: A <device> that does not say whether it heats counts as heating
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light treatment <device>, to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | device                           |
        | "infrared therapy"               |
        | "light therapy"                  |
        | "laser"                          |
        | "class IV laser"                 |
        | "low-level laser" (CPT 0552T)    |
        | "infrared, one area" (CPT 97026) |

    Scenario Outline: Stated as not heating, but of class 4: <why>
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "low back", not heating, <why>
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | why                          |
        | of laser class "IV"          |
        | of laser class "Class 4"     |
        | with a mean power of 0.5 W   |
        | with a mean power of 1200 mW |

    Scenario Outline: A nurse put on a <drug> patch <hours> hours ago: worn, or off for less than a day
      Given she was given <patch>, <hours> hours ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | drug          | hours | patch                                                                |
        | fentanyl      | 2     | "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)       |
        | fentanyl      | 71    | "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)       |
        | fentanyl      | 96    | "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)       |
        | buprenorphine | 192   | "168 HR buprenorphine 0.02 MG/HR Transdermal System" (RxNorm 904876) |

    Scenario Outline: Stopped <hours> hours ago, inside the day after
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), stopped, until <hours> hours ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | hours |
        | 1     |
        | 23    |
        | 24    |

    Scenario: Ordered, and nobody says that it was never started
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), ordered 2 days ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a critical card "IR-IX-PATCH-HEAT" is shown

    Scenario: The same patch as order and as the patient's own account gives one card
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      And she says that she takes "Fentanyl patch 50 mcg/h"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" speaks once

  Rule: The other way round counts as well

    Scenario: A fentanyl patch is ordered while the lamp is in use at home
      Given a running order for the light device "infrared lamp" (HCPCS E0205), to the "low back"
      When the clinician selects an order for "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      Then a critical card "IR-IX-PATCH-HEAT" is shown
      And the card "IR-IX-PATCH-HEAT" is about the order for "72 HR fentanyl 0.05 MG/HR Transdermal System"

    Scenario: Lamp and patch are signed together
      Given an order for the light device "infrared lamp" (HCPCS E0205), to the "low back"
      And an order for "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs the orders
      Then a critical card "IR-IX-PATCH-HEAT" is shown

    Scenario Outline: A lamp that is <state> is no lamp in use
      Given a running order for the light device "infrared lamp" (HCPCS E0205), to the "low back", <state>
      When the clinician selects an order for "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      Then rule "IR-IX-PATCH-HEAT" stays silent

      Examples:
        | state       |
        | stopped     |
        | completed   |
        | on hold     |
        | as a plan   |
        | handed back |

  Rule: A warning for an opioid patch elsewhere, and for other drugs

    Scenario: The patch is on the arm, the lamp goes to the low back
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), put on the "left upper arm"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a warning card "IR-IX-PATCH-HEAT" is shown
      And the card "IR-IX-PATCH-HEAT" does not offer to remove the order

    Scenario Outline: Away from the lamp: <patch>
      Given she takes <patch>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a warning card "IR-IX-PATCH-HEAT" is shown
      And the summary of the card "IR-IX-PATCH-HEAT" says "opioid patch in use elsewhere"

      Examples:
        | patch                                                                                                                                  |
        | (RxNorm 245135), put on the "left upper arm"                                                                                           |
        | (RxNorm 245135), put on the "left upper arm", stopped, until 20 hours ago                                                              |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007), put on the "left upper arm"                              |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007), put on the "left upper arm", stopped, until 20 hours ago |

    Scenario Outline: No opioid, so only a warning wherever it is: <patch>
      Given she takes <patch>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a warning card "IR-IX-PATCH-HEAT" is shown
      And the summary of the card "IR-IX-PATCH-HEAT" says "drug patch in use"

      Examples:
        | patch                                                                                                     |
        | (RxNorm 198030), put on the "lower back"                                                                  |
        | (RxNorm 198030), put on the "chest"                                                                       |
        | (RxNorm 198030), put on the "left upper arm"                                                              |
        | (RxNorm 198030), stopped, until 20 hours ago                                                              |
        | "nicotine" (RxNorm 7407), by the route "Transdermal route" (SNOMED 45890007), put on the "lower back"     |
        | "nicotine" (RxNorm 7407), by the route "Transdermal route" (SNOMED 45890007), put on the "chest"          |
        | "nicotine" (RxNorm 7407), by the route "Transdermal route" (SNOMED 45890007), put on the "left upper arm" |
        | "nicotine" (RxNorm 7407), by the route "Transdermal route" (SNOMED 45890007), stopped, until 20 hours ago |

    Scenario: The patch is on the other arm
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), put on the "left upper arm"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "right shoulder"
      Then a warning card "IR-IX-PATCH-HEAT" is shown

    Scenario Outline: <patch> and a heat lamp
      Given she takes <patch>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then a warning card "IR-IX-PATCH-HEAT" is shown
      And the summary of the card "IR-IX-PATCH-HEAT" says "drug patch"

      Examples:
        | patch                                                               |
        | "24 HR nicotine 0.875 MG/HR Transdermal System" (RxNorm 198030)     |
        | "24 HR rivastigmine 0.396 MG/HR Transdermal System" (RxNorm 725023) |
        | "168 HR clonidine 0.0125 MG/HR Transdermal System" (RxNorm 998679)  |
        | "nitroglycerin patch 0.4 mg/h"                                      |

  Rule: A note when the device does not heat

    Scenario Outline: A <device> and a patch
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)
      When the clinician signs an order for the light device <device>, to the "low back"
      Then an info card "IR-IX-PATCH-HEAT" is shown
      And the card "IR-IX-PATCH-HEAT" does not offer to remove the order

      Examples:
        | device                                       |
        | "NIR belt" (light-therapy pbm-led-nir)       |
        | "LED panel" (light-therapy pbm-dual-650-850) |
        | "infrared lamp" (HCPCS E0205), not heating   |

    Scenario Outline: A belt that does not heat, and <patch>
      Given she takes <patch>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      Then an info card "IR-IX-PATCH-HEAT" is shown

      Examples:
        | patch                                                                                                     |
        | (RxNorm 245135), put on the "left upper arm"                                                              |
        | (RxNorm 245135), stopped, until 20 hours ago                                                              |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007), put on the "left upper arm" |
        | "fentanyl" (RxNorm 4337), by the route "Transdermal route" (SNOMED 45890007), stopped, until 20 hours ago |
        | (RxNorm 198030), put on the "left upper arm"                                                              |
        | (RxNorm 198030), stopped, until 20 hours ago                                                              |

  Rule: Silent when there is no such patch

    Scenario Outline: <medicine>, light to where it is given
      Given she takes <medicine>
      When the clinician signs an order for the light device "<device>" (<code>), to the "<site>"
      Then rule "IR-IX-PATCH-HEAT" stays silent

      Examples:
        | medicine                                                     | device    | code                      | site          |
        | "fentanyl" (RxNorm 4337), intravenous, put on the "left arm" | heat lamp | HCPCS E0200               | left shoulder |
        | "fentanyl" (RxNorm 4337), subcutaneous, put on the "abdomen" | heat lamp | HCPCS E0200               | chest         |
        | "fentanyl" (RxNorm 4337), intravenous, put on the "left arm" | heat lamp | HCPCS E0200               | low back      |
        | "fentanyl" (RxNorm 4337), buccal                             | NIR belt  | light-therapy pbm-led-nir | low back      |
        | "lisinopril" (RxNorm 29046), oral                            | NIR belt  | light-therapy pbm-led-nir | low back      |

    Scenario Outline: <medicine> is no patch under heat
      Given she takes <medicine>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" stays silent

      Examples:
        | medicine                                                                              |
        | "fentanyl 0.2 MG Oral Lozenge" (RxNorm 4337)                                          |
        | "fentanyl" (RxNorm 4337), buccal                                                      |
        | "fentanyl 0.05 MG/ML Injection" (RxNorm 4337), intravenous                            |
        | "80 ACTUAT fentanyl 0.04 MG/ACTUAT iontophoretic transdermal system" (RxNorm 1666831) |
        | "buprenorphine 8 MG sublingual tablet" (RxNorm 1819), sublingual                      |
        | "lidocaine 5 % medicated patch" (RxNorm 6387)                                         |
        | "nicotine 2 MG chewing gum" (RxNorm 7407), oral                                       |

    Scenario: Never started
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), with the status reason "never started by the patient"
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" stays silent

    Scenario: Stopped more than a day ago
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), stopped, until 25 hours ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" stays silent

    Scenario Outline: A nurse put on a <drug> patch <hours> hours ago, and it is off for more than a day
      Given she was given <patch>, <hours> hours ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" stays silent

      Examples:
        | drug          | hours | patch                                                                |
        | fentanyl      | 97    | "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)       |
        | buprenorphine | 193   | "168 HR buprenorphine 0.02 MG/HR Transdermal System" (RxNorm 904876) |

    Scenario: No patch at all
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" stays silent

  Rule: What is not known is said

    Scenario: Medication orders were not loaded
      Given the medication orders were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" is not evaluated because "MedicationRequest" is missing

    Scenario: Dispensed once, years ago, and still called active
      Given she takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135), ordered 3 years ago
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "low back"
      Then rule "IR-IX-PATCH-HEAT" is not evaluated because "the last dose" is missing
