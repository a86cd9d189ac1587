@IR-CI-INSENSATE
Feature: Heat over skin that may not feel it
  People with neuropathy or sensory loss notice a burn too late, and ulcers follow. Heat that is not stated counts as
  heat; a numbness without a place leaves the overlap open.

  Background:
    Given the service date is 2026-11-20
    And a 66-year-old man

  Rule: Heat over insensate skin is critical

    Scenario: Diabetic feet and an infrared heating pad
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then a critical card "IR-CI-INSENSATE" is shown
      And the card "IR-CI-INSENSATE" offers to remove the order for "infrared heating pad"
      And the card "IR-CI-INSENSATE" offers to order "Foot examination: skin, pulses, 10 g monofilament and thermal sensation"
      And the card "IR-CI-INSENSATE" cites evidence "HEAT-INSENSATE"
      And the card "IR-CI-INSENSATE" may be overridden because "sensation-intact"

    Scenario Outline: <problem>, heat to the <site>
      Given he has <problem>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "<site>"
      Then a critical card "IR-CI-INSENSATE" is shown

      Examples:
        | problem                                                        | site          |
        | "Polyneuropathy due to diabetes mellitus" (SNOMED 49455004)    | left foot     |
        | "Polyneuropathy, unspecified" (ICD-10-CM G62.9)                | right hand    |
        | "Numbness of foot" (SNOMED 309538000)                          | left foot     |
        | "Numbness of lower limb" (SNOMED 309537005)                    | right knee    |
        | "Anesthesia of skin" (ICD-10-CM R20.0), of the "left foot"     | left foot     |
        | "Type 2 diabetes mellitus with foot ulcer" (ICD-10-CM E11.621) | right foot    |
        | "Paraplegia, unspecified" (ICD-10-CM G82.20)                   | left knee     |
        | "Quadriplegia, unspecified" (ICD-10-CM G82.50)                 | left shoulder |

    Scenario Outline: A <device> over numb feet
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician signs an order for the light treatment <device>, to the "both feet"
      Then a critical card "IR-CI-INSENSATE" is shown

      Examples:
        | device                                                                   |
        | "infrared therapy"                                                       |
        | "laser"                                                                  |
        | "class 4 laser" (light-therapy laser-class4)                             |
        | "low-level laser" (HCPCS S8948), heating                                 |
        | "low-level laser" (HCPCS S8948), not heating, with a mean power of 0.5 W |

    Scenario Outline: The problem list says it in words: <words>
      Given he has "<words>", recorded 30 days ago
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then a critical card "IR-CI-INSENSATE" is shown
      And the card "IR-CI-INSENSATE" matched "<words>" by name

      Examples:
        | words                                        |
        | Loss of protective sensation, both feet      |
        | Insensate feet                               |
        | Absent protective sensation on the left      |
        | Protective sensation of the left foot absent |
        | Monofilament foot exam abnormal              |
        | 10 g monofilament not felt at 4 of 10 sites  |
        | Monofilament test: absent on both sides      |

    Scenario: Harold's whole chart, as a sample
      Given the patient bundle "fhir_samples/patients/harold-birdsong.json"
      When the clinician signs the orders
      Then a critical card "IR-CI-INSENSATE" is shown
      And the card "IR-CI-INSENSATE" rests on "Numbness of both feet"

    Scenario: The order names the reason, and the reason tells the site
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then a critical card "IR-CI-INSENSATE" is shown

    Scenario: The honest sentence on the evidence goes into this card
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician selects an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet", for "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      Then a critical card "IR-CI-INSENSATE" is shown
      And rule "IR-CI-INSENSATE" speaks once
      And the card "IR-CI-INSENSATE" says "LAVERY-2008"

  Rule: A warning when the place is not known

    Scenario: Neuropathy, and a pad that may go anywhere
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221)
      Then a warning card "IR-CI-INSENSATE" is shown
      And the card "IR-CI-INSENSATE" does not offer to remove the order

    Scenario: Numb skin, nobody wrote where
      Given he has "Anesthesia of skin" (ICD-10-CM R20.0)
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "left shoulder"
      Then a warning card "IR-CI-INSENSATE" is shown

    Scenario Outline: The problem list says it in words, and the pad may go anywhere: <words>
      Given he has "<words>", recorded 30 days ago
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221)
      Then a warning card "IR-CI-INSENSATE" is shown

      Examples:
        | words                                   |
        | Loss of protective sensation, both feet |
        | Monofilament foot exam abnormal         |

    Scenario: Only suspected, so one step lower
      Given he has "Polyneuropathy, unspecified" (ICD-10-CM G62.9), provisional
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then a warning card "IR-CI-INSENSATE" is shown
      And the card "IR-CI-INSENSATE" says "the entry is provisional"

  Rule: A note when the device is known not to heat

    Scenario Outline: <device>
      Given he has "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CI-INSENSATE" speaks as info

      Examples:
        | device                                                       |
        | "low-level laser" (HCPCS S8948), to the "both feet"          |
        | "low-level laser" (HCPCS S8948)                              |
        | "infrared lamp" (CPT 97026), to the "both feet", not heating |
        | "NIR LED" (light-therapy pbm-led-nir), to the "both feet"    |

    Scenario Outline: <problem>, near-infrared light <where>
      Given he has <problem>
      When the clinician signs an order for the light device "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CI-INSENSATE" speaks as info

      Examples:
        | problem                                                    | where                |
        | "Anesthesia of skin" (ICD-10-CM R20.0), of the "left foot" | , to the "left foot" |
        | "Anesthesia of skin" (ICD-10-CM R20.0)                     | , to the "left foot" |
        | "Loss of protective sensation, both feet"                  | , to the "left foot" |
        | "Loss of protective sensation, both feet"                  |                      |

  Rule: Silent away from the numb skin, and when it is numb no longer

    Scenario Outline: <problem>, near-infrared light elsewhere
      Given he has <problem>
      When the clinician signs an order for the light device "NIR LED" (light-therapy pbm-led-nir), to the "neck"
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | problem                                                                    |
        | "Anesthesia of skin" (ICD-10-CM R20.0), of the "left foot"                 |
        | "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42) |

    Scenario Outline: The examination found it, and the <device> goes to the neck
      Given his "Foot examination" is "loss of protective sensation", 30 days ago
      When the clinician signs an order for the light device "<device>" (<code>), to the "neck"
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | device    | code                      |
        | heat lamp | HCPCS E0200               |
        | NIR LED   | light-therapy pbm-led-nir |

    Scenario Outline: <problem>, heat elsewhere: to the <site>
      Given he has <problem>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "<site>"
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | problem                                                                    | site          |
        | "Polyneuropathy, unspecified" (ICD-10-CM G62.9)                            | low back      |
        | "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42) | neck          |
        | "Numbness of foot" (SNOMED 309538000)                                      | left hand     |
        | "Anesthesia of skin" (ICD-10-CM R20.0), of the "left foot"                 | right foot    |
        | "Paraplegia, unspecified" (ICD-10-CM G82.20)                               | left shoulder |

    Scenario Outline: A numbness that is <state>
      Given he has "Numbness of foot" (SNOMED 309538000), <state>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "left foot"
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | state              |
        | resolved           |
        | inactive           |
        | until 2 months ago |
        | refuted            |
        | entered in error   |

    Scenario Outline: The examination finds nothing: <found>
      Given his "Foot examination" is "<found>", 30 days ago
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | found                                 |
        | no loss of protective sensation       |
        | monofilament normal at 10 of 10 sites |

    Scenario: An examination of more than a year ago
      Given his "Foot examination" is "loss of protective sensation", 366 days ago
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then rule "IR-CI-INSENSATE" stays silent

    Scenario Outline: The examination finds nothing, or is old, and the <device> may go anywhere: <found>
      Given his "Foot examination" is "<found>", <days> days ago
      When the clinician signs an order for the light device "<device>" (<code>)
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | device      | code                      | found                           | days |
        | heating pad | HCPCS E0221               | no loss of protective sensation | 30   |
        | heating pad | HCPCS E0221               | loss of protective sensation    | 366  |
        | NIR LED     | light-therapy pbm-led-nir | no loss of protective sensation | 30   |
        | NIR LED     | light-therapy pbm-led-nir | loss of protective sensation    | 366  |

    Scenario Outline: Nothing numb, and a <device> that may go anywhere
      When the clinician signs an order for the light device "<device>" (<code>)
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | device      | code                      |
        | heating pad | HCPCS E0221               |
        | NIR LED     | light-therapy pbm-led-nir |

    Scenario Outline: <problem> takes no feeling away
      Given he has <problem>
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "both feet"
      Then rule "IR-CI-INSENSATE" stays silent

      Examples:
        | problem                                                                          |
        | "Type 2 diabetes mellitus with diabetic autonomic neuropathy" (ICD-10-CM E11.43) |
        | "Type 2 diabetes mellitus without complications" (ICD-10-CM E11.9)               |

    Scenario: Nothing numb
      When the clinician signs an order for the light treatment "infrared lamp" (CPT 97026), to the "both feet"
      Then rule "IR-CI-INSENSATE" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then rule "IR-CI-INSENSATE" is not evaluated because "Condition" is missing

    Scenario: A neuropathy whose status nobody recorded
      Given he has "Polyneuropathy, unspecified" (ICD-10-CM G62.9), without a status, recorded 2 years ago
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then rule "IR-CI-INSENSATE" is not evaluated because "the status of Condition" is missing

    Scenario: A problem that carries no code we know
      Given he has "Polyneuropathie" (urn:oid:1.2.276.0.76.5.409 G62.9)
      When the clinician signs an order for the light device "infrared heating pad" (HCPCS E0221), to the "both feet"
      Then rule "IR-CI-INSENSATE" is not evaluated because "a code of Condition" is missing
