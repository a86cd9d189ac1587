@IR-CI-PDT-WINDOW
Feature: Light after a photodynamic drug
  Photodynamic drugs are switched on by the wavelengths that red and near-infrared devices emit. The label's window is
  hard and includes its last day; after it some labels ask for care, unless a light test was tolerated.

  Background:
    Given the service date is 2026-11-20
    And a 71-year-old man

  Rule: Inside the hard window, red light or light of an unknown wavelength is critical

    Scenario: Porfimer twelve days ago, and a red and near-infrared panel for the back
      Given he was given "porfimer sodium 75 MG Injection" (RxNorm 242166), on the day 12 days ago
      When the clinician signs an order for the light device "home light panel" (light-therapy pbm-dual-650-850), to the "low back"
      Then a critical card "IR-CI-PDT-WINDOW" is shown
      And the summary of the card "IR-CI-PDT-WINDOW" says "porfimer sodium 12 days ago"
      And the summary of the card "IR-CI-PDT-WINDOW" says "2026-12-08"
      And the card "IR-CI-PDT-WINDOW" offers to remove the order for "home light panel"
      And the card "IR-CI-PDT-WINDOW" offers "Start after the window, on 2026-12-09"
      And the card "IR-CI-PDT-WINDOW" cites evidence "PHOTOFRIN-LABEL"
      And the card "IR-CI-PDT-WINDOW" may be overridden because "light-test-tolerated"
      And the card "IR-CI-PDT-WINDOW" may be overridden because "planned-pdt-session"
      And the card "IR-CI-PDT-WINDOW" rests on "porfimer sodium 75 MG Injection"

    Scenario Outline: <drug>, the last day of its window
      Given he was given <drug>, on the day <days> days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a critical card "IR-CI-PDT-WINDOW" is shown

      Examples:
        | drug                                                      | days |
        | "porfimer sodium" (RxNorm 333848)                         | 0    |
        | "porfimer sodium" (RxNorm 333848)                         | 29   |
        | "porfimer sodium" (RxNorm 333848)                         | 30   |
        | "porfimer sodium" (ATC L01XD01)                           | 30   |
        | "verteporfin 15 MG Injection" (RxNorm 313595)             | 4    |
        | "verteporfin 15 MG Injection" (RxNorm 313595)             | 5    |
        | "temoporfin" (ATC L01XD05)                                | 15   |
        | "aminolevulinic acid hydrochloride" (RxNorm 261715), oral | 2    |
        | "padeliporfin" (ATC L01XD07)                              | 2    |

    Scenario Outline: <drug>, the day after a window that has no more to it
      Given he was given <drug>, on the day <days> days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" stays silent

      Examples:
        | drug                                                      | days |
        | "verteporfin 15 MG Injection" (RxNorm 313595)             | 6    |
        | "aminolevulinic acid hydrochloride" (RxNorm 261715), oral | 3    |
        | "padeliporfin" (ATC L01XD07)                              | 3    |

    Scenario Outline: A <device> does not say which wavelengths it emits
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 12 days ago
      When the clinician signs an order for the light treatment <device>, to the "left knee"
      Then a critical card "IR-CI-PDT-WINDOW" is shown

      Examples:
        | device                                       |
        | "heat lamp" (HCPCS E0205)                    |
        | "low-level laser, each 15 min" (HCPCS S8948) |
        | "infrared therapy"                           |
        | "class 4 laser" (light-therapy laser-class4) |

    Scenario: A band that reaches below 700 nm counts as red
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 12 days ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 690 to 900 nm
      Then a critical card "IR-CI-PDT-WINDOW" is shown
      And the data quality notes mention "wavelength"

    Scenario: Padeliporfin is switched on in the near infrared
      Given he was given "padeliporfin" (ATC L01XD07), on the day 1 day ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 760 nm
      Then a critical card "IR-CI-PDT-WINDOW" is shown

    Scenario: The drug is known by its brand name only
      Given he was given "PHOTOFRIN 75 mg vial", on the day 12 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a critical card "IR-CI-PDT-WINDOW" is shown
      And the card "IR-CI-PDT-WINDOW" matched "PHOTOFRIN 75 mg vial" by name

    Scenario: The light device is picked, nothing about it is written yet
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 12 days ago
      When the clinician selects an order for the light device "red light therapy panel"
      Then a critical card "IR-CI-PDT-WINDOW" is shown

    Scenario: The infusion is known from the patient's own account
      Given he says that he takes "porfimer sodium" (RxNorm 333848), completed, on the day 20 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a critical card "IR-CI-PDT-WINDOW" is shown

    Scenario: The same infusion recorded twice gives one card
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 12 days ago
      And he says that he takes "porfimer sodium" (RxNorm 333848), completed, on the day 12 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" speaks once

  Rule: Near-infrared light alone is a warning

    Scenario Outline: <drug> and a belt of <wavelength>
      Given he was given <drug>, on the day 2 days ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at <wavelength>
      Then a warning card "IR-CI-PDT-WINDOW" is shown
      And the summary of the card "IR-CI-PDT-WINDOW" says "near-infrared only"
      And the card "IR-CI-PDT-WINDOW" does not offer to remove the order

      Examples:
        | drug                              | wavelength |
        | "porfimer sodium" (RxNorm 333848) | 850 nm     |
        | "porfimer sodium" (RxNorm 333848) | 0.85 um    |
        | "porfimer sodium" (RxNorm 333848) | 760 nm     |
        | "padeliporfin" (ATC L01XD07)      | 850 nm     |

  Rule: After the hard window, care is asked for until a light test was tolerated

    Scenario Outline: <drug>, day <days>
      Given he was given <drug>, on the day <days> days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a warning card "IR-CI-PDT-WINDOW" is shown
      And the summary of the card "IR-CI-PDT-WINDOW" says "<days> days ago"

      Examples:
        | drug                              | days |
        | "porfimer sodium" (RxNorm 333848) | 31   |
        | "porfimer sodium" (RxNorm 333848) | 90   |
        | "temoporfin" (ATC L01XD05)        | 16   |
        | "temoporfin" (ATC L01XD05)        | 180  |

    Scenario Outline: <drug>, day <days>, everything is over
      Given he was given <drug>, on the day <days> days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" stays silent

      Examples:
        | drug                              | days |
        | "porfimer sodium" (RxNorm 333848) | 91   |
        | "temoporfin" (ATC L01XD05)        | 181  |

    Scenario: A tolerated light test ends the care
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 40 days ago
      And his "Skin light test" is "light test tolerated", 5 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" stays silent

    Scenario: A light test that was not tolerated ends nothing
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 45 days ago
      And his "Skin light test" is "light test not tolerated: redness after 2 minutes", 5 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a warning card "IR-CI-PDT-WINDOW" is shown

    Scenario Outline: "<found>" ends nothing
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 45 days ago
      And his "Skin examination" is "<found>", <when>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a warning card "IR-CI-PDT-WINDOW" is shown

      Examples:
        | found                          | when         |
        | no tolerated light test so far | 5 days ago   |
        | light test tolerated           | 181 days ago |

    Scenario: A tolerated light test does not end the hard window
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 20 days ago
      And his "Skin light test" is "light test tolerated", 1 day ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a critical card "IR-CI-PDT-WINDOW" is shown

    Scenario: Whether a light test was done is not known, and the warning says so
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 45 days ago
      And the observations were not loaded
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a warning card "IR-CI-PDT-WINDOW" is shown
      And the card "IR-CI-PDT-WINDOW" says "Said although not known: Observation"

  Rule: A cream sensitises the skin it was put on

    Scenario Outline: Aminolevulinic acid cream on the <cream>, light to the <light>
      Given he was given "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "<cream>", on the day 1 day ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "<light>"
      Then a critical card "IR-CI-PDT-WINDOW" is shown

      Examples:
        | cream     | light      |
        | face      | face       |
        | scalp     | head       |
        | left hand | left wrist |

    Scenario: The cream is on the scalp and the light goes to the foot
      Given he was given "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "scalp", on the day 1 day ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left foot"
      Then rule "IR-CI-PDT-WINDOW" stays silent

    Scenario Outline: Near-infrared light alone, cream on the <cream>, light to the <light>
      Given he was given "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "<cream>", on the day 2 days ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, to the "<light>"
      Then a warning card "IR-CI-PDT-WINDOW" is shown

      Examples:
        | cream        | light         |
        | face         | face          |
        | treated area | left foot     |
        | scalp        | affected area |

    Scenario Outline: Near-infrared light alone and a cream <why>
      Given he was given "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "<cream>", on the day <days> days ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, to the "left foot"
      Then rule "IR-CI-PDT-WINDOW" stays silent

      Examples:
        | why                | cream        | days |
        | on another place   | scalp        | 1    |
        | of three days ago  | left foot    | 3    |
        | of three days ago, | treated area | 3    |

    Scenario: The light order does not say where
      Given he was given "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, put on the "scalp", on the day 1 day ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then a critical card "IR-CI-PDT-WINDOW" is shown

    Scenario: Nobody wrote down where the cream was put
      Given he was given "aminolevulinic acid 200 MG/ML topical solution" (RxNorm 683), topical, on the day 1 day ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left foot"
      Then a critical card "IR-CI-PDT-WINDOW" is shown

  Rule: Silent when the drug was not given, or the order is no such light

    Scenario: The infusion was planned and not given
      Given he was given "porfimer sodium" (RxNorm 333848), not given, on the day 3 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" stays silent

    Scenario Outline: An order of the drug that is <state>
      Given he takes "porfimer sodium" (RxNorm 333848), <state>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" stays silent

      Examples:
        | state                 |
        | cancelled             |
        | entered in error      |
        | a draft elsewhere     |
        | as a proposal         |
        | as a plan             |
        | marked do not perform |

    Scenario: The light of the photodynamic session itself
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 2 days ago
      When the clinician signs an order for the light treatment "photodynamic therapy, laser light 630 nm, oesophagus"
      Then no cards are shown

    Scenario Outline: <order> is no light therapy
      Given he was given "porfimer sodium" (RxNorm 333848), on the day 2 days ago
      When the clinician signs an order for the light treatment <order>
      Then no cards are shown

      Examples:
        | order                                       |
        | "infrared ear thermometer"                  |
        | "near-infrared spectroscopy, forearm"       |
        | "infrared thermography of both hands"       |
        | "laser lithotripsy"                         |
        | "laser eye surgery, right eye"              |
        | "holmium laser enucleation of the prostate" |
        | "infrared coagulation of haemorrhoids"      |
        | "red light goggles"                         |
        | "narrow-band UVB phototherapy"              |

    Scenario: Nothing of the kind was given
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" stays silent

  Rule: What is not known is said

    Scenario: Infusions are often recorded as administrations only, and those were not loaded
      Given the medication administrations were not loaded
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" is not evaluated because "MedicationAdministration" is missing

    Scenario: The drug was stopped, and no date says when it was given
      Given he takes "porfimer sodium" (RxNorm 333848), stopped
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-PDT-WINDOW" is not evaluated because "the last dose" is missing
