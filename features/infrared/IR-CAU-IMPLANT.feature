@IR-CAU-IMPLANT
Feature: Light and an electronic implant
  Light is no electromagnetic hazard. Devices with magnets or currents are, and a warm pocket is best avoided. A code that
  outlived its device does not count.

  Background:
    Given the service date is 2026-11-20
    And a 70-year-old man

  Rule: Magnets, currents, and heat over the pocket are a warning

    Scenario: A pacemaker, and a panel with a magnetic field for the knee
      Given he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0)
      When the clinician signs an order for the light device "NIR LED" (light-therapy pbm-led-nir), with the add-on "magnetic-field", to the "left knee"
      Then rule "IR-CAU-IMPLANT" speaks as warning
      And the card "IR-CAU-IMPLANT" says "magnets or currents may disturb it"
      And the card "IR-CAU-IMPLANT" rests on "Presence of cardiac pacemaker"
      And the card "IR-CAU-IMPLANT" offers "Ask the implant clinic"
      And the card "IR-CAU-IMPLANT" does not offer to remove the order
      And the card "IR-CAU-IMPLANT" may be overridden because "light-only-remote"
      And the card "IR-CAU-IMPLANT" cites evidence "IMPLANT-PRACTICE"

    Scenario Outline: <implant>, <device>
      Given he has <implant>
      When the clinician selects an order for the light treatment <device>
      Then rule "IR-CAU-IMPLANT" speaks as warning

      Examples:
        | implant                                                                         | device                                                                                        |
        | "Cardiac pacemaker in situ" (SNOMED 441509002)                                  | "infrared lamp" (CPT 97026), to the "chest"                                                   |
        | "Presence of automatic (implantable) cardiac defibrillator" (ICD-10-CM Z95.810) | "infrared therapy", to the "left chest wall"                                                  |
        | "Automatic implantable cardiac defibrillator in situ" (SNOMED 443325000)        | "class 4 laser" (light-therapy laser-class4), to the "chest"                                  |
        | "Presence of neurostimulator" (ICD-10-CM Z96.82)                                | "infrared lamp" (CPT 97026), to the "low back"                                                |
        | "Presence of neurostimulator" (ICD-10-CM Z96.82)                                | "low-level laser" (HCPCS S8948), with the add-on "electrical-stimulation", to the "left foot" |
        | "Cochlear implant status" (ICD-10-CM Z96.21)                                    | "infrared lamp" (CPT 97026), to the "head"                                                    |

    Scenario Outline: The implant is listed as a device only: <device>
      Given he has the device <device>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" speaks as warning

      Examples:
        | device                                                          |
        | "Cardiac pacemaker, device" (SNOMED 14106009)                   |
        | "Cardiac pacemaker, device" (SNOMED 14106009), without a status |
        | "Dual-chamber pacemaker"                                        |
        | "Implantable cardioverter defibrillator"                        |

  Rule: A note where the device is light only

    Scenario Outline: Pacemaker, light to the <site>
      Given he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0)
      When the clinician signs an order for the light treatment <device>, to the "<site>"
      Then rule "IR-CAU-IMPLANT" speaks as info
      And the card "IR-CAU-IMPLANT" says "<words>"

      Examples:
        | device                                | site      | words                               |
        | "NIR LED" (light-therapy pbm-led-nir) | chest     | avoid the pocket                    |
        | "NIR LED" (light-therapy pbm-led-nir) | left knee | check that the device is light only |
        | "infrared lamp" (CPT 97026)           | left knee | check that the device is light only |

    Scenario: Heat, and nobody says where
      Given he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200)
      Then rule "IR-CAU-IMPLANT" speaks as info
      And the card "IR-CAU-IMPLANT" says "could make this stronger: the site"

    Scenario: Provisional
      Given he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0), provisional
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" speaks as info

  Rule: Silent when it was taken out, and for what is no electronic implant

    Scenario Outline: The code stayed, but <what>
      Given he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0)
      And <what>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" <says>

      Examples:
        | what                                                                      | says              |
        | he has the device "Cardiac pacemaker, device" (SNOMED 14106009), inactive | stays silent      |
        | he had "removal of cardiac pacemaker", 1 year ago                         | stays silent      |
        | he had "explantation of permanent pacemaker", 1 year ago                  | stays silent      |
        | he had "removal and replacement of pacemaker generator", 1 year ago       | speaks as warning |
        | he had "removal of spinal cord stimulator", 1 year ago                    | speaks as warning |
        | he has the device "Cochlear implant", inactive                            | speaks as warning |

    Scenario: Taken out once, and another one is in
      Given he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0)
      And he had "removal of cardiac pacemaker", 5 years ago
      And he has the device "Cardiac pacemaker, device" (SNOMED 14106009)
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" speaks as warning

    Scenario Outline: <fact>
      Given <fact>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" stays silent

      Examples:
        | fact                                                                              |
        | he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0), resolved                |
        | he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0), inactive                |
        | he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0), refuted                 |
        | he has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0), entered in error        |
        | he has "Presence of coronary angioplasty implant and graft" (ICD-10-CM Z95.5)     |
        | he has "Presence of artificial knee joint, bilateral" (ICD-10-CM Z96.653)         |
        | he has the device "Cardiac pacemaker, device" (SNOMED 14106009), entered in error |
        | he has the device "glucose meter"                                                 |
        | his father has "Presence of cardiac pacemaker" (ICD-10-CM Z95.0)                  |

  Rule: What is not known is said

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" is not evaluated because "<what>" is missing

      Examples:
        | kind       | what      |
        | conditions | Condition |
        | devices    | Device    |

    Scenario: A pacemaker of which nobody knows whether it is in use
      Given he has the device "Cardiac pacemaker, device" (SNOMED 14106009), of unknown status
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "chest"
      Then rule "IR-CAU-IMPLANT" is not evaluated because "the status of Device" is missing
