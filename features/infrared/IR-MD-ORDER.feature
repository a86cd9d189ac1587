@IR-MD-ORDER
Feature: What a light order leaves out
  Site, wavelength, device class, minutes and sessions a week decide about safety and dose. What is missing is asked for
  on one card; where a contraindication depends on it, that card is a warning.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: One note for everything that is missing

    Scenario: An order for "infrared", and no more
      When the clinician selects an order for the light treatment "infrared therapy"
      Then rule "IR-MD-ORDER" speaks as info
      And rule "IR-MD-ORDER" speaks once
      And the card "IR-MD-ORDER" says "leaves out: site, wavelength, device class, session minutes, sessions per week"
      And the card "IR-MD-ORDER" offers "Note on the order what is still to be stated"
      And the card "IR-MD-ORDER" offers to change "infrared therapy"
      And the card "IR-MD-ORDER" does not offer to remove the order
      And the card "IR-MD-ORDER" may be overridden because "not-relevant"
      And the card "IR-MD-ORDER" cites evidence "LIGHT-PRACTICE"

    Scenario: A device request is told where its site belongs
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as info
      And the card "IR-MD-ORDER" says "leaves out: site"
      And the card "IR-MD-ORDER" says "the site is the parameter treatment-site"

    Scenario Outline: Only the <part> is missing
      When the clinician signs an order for the light device <order>
      Then rule "IR-MD-ORDER" speaks as info
      And the card "IR-MD-ORDER" says "leaves out: <part>"

      Examples:
        | part              | order                                                                                                                    |
        | site              | "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each                                        |
        | wavelength        | "NIR belt" (light-therapy pbm-led-nir), to the "left knee", 3 times a week, 15 minutes each                               |
        | device class      | "laser", to the "left knee", at 850 nm, 3 times a week, 15 minutes each                                                   |
        | session minutes   | "NIR belt" (light-therapy pbm-led-nir), to the "left knee", at 850 nm, 3 times a week                                     |
        | sessions per week | "NIR belt" (light-therapy pbm-led-nir), to the "left knee", at 850 nm, 15 minutes each                                    |
        | sessions per week | "NIR belt" (light-therapy pbm-led-nir), to the "left knee", at 850 nm, 15 minutes each, with the note "use as needed"     |
        | session minutes   | "NIR belt" (light-therapy pbm-led-nir), to the "left knee", at 850 nm, 3 times a week, with a session length of 15 without a unit |
        | site              | "NIR belt" (light-therapy pbm-led-nir), to the "sore spot", at 850 nm, 3 times a week, 15 minutes each                    |

    Scenario Outline: Nothing is missing: <order>
      When the clinician signs an order for the light device <order>
      Then rule "IR-MD-ORDER" stays silent

      Examples:
        | order                                                                                                                    |
        | "NIR belt" (light-therapy pbm-led-nir), to the "left knee", at 850 nm, 3 times a week, 15 minutes each                   |
        | "laser", of the device class "lllt", to the "left knee", at 850 nm, 3 times a week, 15 minutes each                       |
        | "dual panel" (light-therapy pbm-dual-650-850), to the "left knee", 3 times a week, 15 minutes each                       |
        | "low-level laser 904 nm", to the "left knee", 3 times a week, with a session length of 0.25 h                            |
        | "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each, for "Osteoarthritis of knee, unspecified" (ICD-10-CM M17.9) |
        | "heat lamp" (HCPCS E0200), to the "left knee", 3 times a week, 15 minutes each                                           |
        | "infrared heating pad" (HCPCS E0221), to the "left knee", 3 times a week, 15 minutes each                                |

    Scenario: The site of a treatment stands in its body site
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "Lumbar region" (SNOMED 52612000), at 830 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" stays silent

  Rule: A warning where a contraindication depends on it

    Scenario Outline: No site, and she has <problem>
      Given she has <problem>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as warning
      And the card "IR-MD-ORDER" says "leaves out what"
      And the card "IR-MD-ORDER" says "important: site"

      Examples:
        | problem                                                                         |
        | "Malignant neoplasm of breast" (ICD-10-CM C50.911)                              |
        | "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)      |
        | "Numbness of foot" (SNOMED 309538000)                                           |
        | "Thyrotoxicosis" (ICD-10-CM E05.90)                                             |
        | "Cellulitis of left lower limb" (ICD-10-CM L03.116)                             |

    Scenario: No site, and she is pregnant
      Given her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as warning

    Scenario Outline: No wavelength, and she <exposure>
      Given she <exposure>
      When the clinician signs an order for the light treatment "low-level laser" (HCPCS S8948), to the "left knee", 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as warning
      And the card "IR-MD-ORDER" says "important: wavelength"

      Examples:
        | exposure                                                                 |
        | was given "porfimer sodium" (RxNorm 333848), on the day 30 days ago      |
        | takes "doxycycline" (RxNorm 3640)                                        |
        | has "Erythropoietic protoporphyria" (ICD-10-CM E80.0)                    |

    Scenario Outline: No device class, and heat would matter because she <exposure>
      Given she <exposure>
      When the clinician signs an order for the light treatment "infrared therapy", to the "left foot", at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as warning
      And the card "IR-MD-ORDER" says "important: device class"

      Examples:
        | exposure                                                                          |
        | takes "72 HR fentanyl 0.05 MG/HR Transdermal System" (RxNorm 245135)              |
        | has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)    |

    Scenario Outline: What is missing does not matter for <problem>
      Given she has <problem>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), <order>
      Then rule "IR-MD-ORDER" speaks as info

      Examples:
        | problem                                                                     | order                                                        |
        | "Malignant neoplasm of breast" (ICD-10-CM C50.911)                          | to the "left knee", at 850 nm, 15 minutes each               |
        | "Malignant neoplasm of breast" (ICD-10-CM C50.911), resolved                | at 850 nm, 3 times a week, 15 minutes each                   |
        | "Malignant neoplasm of breast" (ICD-10-CM C50.911), refuted                 | at 850 nm, 3 times a week, 15 minutes each                   |
        | "Erythropoietic protoporphyria" (ICD-10-CM E80.0), refuted                  | to the "left knee", 3 times a week, 15 minutes each          |
        | "Type 2 diabetes mellitus with diabetic autonomic neuropathy" (ICD-10-CM E11.43) | at 850 nm, 3 times a week, 15 minutes each              |

    Scenario: An entry that nobody confirmed is shown one step lower
      Given she has "Malignant neoplasm of breast" (ICD-10-CM C50.911), provisional
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as info

    Scenario: Cancer of her mother
      Given her mother has "Malignant neoplasm of breast" (ICD-10-CM C50.911)
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as info

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), at 850 nm, 3 times a week, 15 minutes each
      Then rule "IR-MD-ORDER" speaks as info
      And the card "IR-MD-ORDER" says "could make this stronger: Condition"
      And rule "IR-CI-PREG" is not evaluated because "Condition" is missing

    Scenario: Goggles alone are no light order
      When the clinician signs an order for the light device "laser safety goggles"
      Then rule "IR-MD-ORDER" stays silent
