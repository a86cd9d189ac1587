@IR-CI-BURN
Feature: Light over burned or broken skin
  A fresh burn, a sunburn or an open wound bears neither heat nor light; skin that heat or radiation has marked bears no
  more heat. What is elsewhere does not matter; where nobody says the place, the two may meet.

  Background:
    Given the service date is 2026-11-20
    And a 46-year-old man

  Rule: A warning for an injury of the last 28 days where the light goes

    Scenario: A burn of the lower back and a belt for the low back
      Given he has "Burn of second degree of lower back, initial encounter" (ICD-10-CM T21.24XA), since 5 days ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      Then a warning card "IR-CI-BURN" is shown
      And the card "IR-CI-BURN" offers "Order wound care instead"
      And the card "IR-CI-BURN" does not offer to remove the order
      And the card "IR-CI-BURN" rests on "Burn of second degree of lower back, initial encounter"
      And the card "IR-CI-BURN" cites evidence "LIGHT-PRACTICE"
      And the card "IR-CI-BURN" cites evidence "GALE-2006"
      And the card "IR-CI-BURN" may be overridden because "wound-protocol"

    Scenario Outline: <injury>, light to the <site>
      Given he has <injury>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "<site>"
      Then rule "IR-CI-BURN" speaks as warning

      Examples:
        | injury                                                                 | site          |
        | "Burn" (SNOMED 125666000), of the "left hand", since 3 days ago        | left hand     |
        | "Burn" (SNOMED 125666000), since 3 days ago                            | left hand     |
        | "Burn of back" (SNOMED 72998004), since 3 days ago                     | upper back    |
        | "Burn of back" (SNOMED 72998004), since 3 days ago                     | low back      |
        | "First degree burn" (SNOMED 403190006), since 3 days ago               | right knee    |
        | "Second degree burn" (SNOMED 403191005), since 3 days ago              | right knee    |
        | "Open wound" (SNOMED 125643001), of the "right knee", since 3 days ago | right knee    |
        | "Sunburn of first degree" (ICD-10-CM L55.0), since 2 days ago          | left shoulder |
        | "Sunburn, unspecified" (ICD-10-CM L55.9), since 2 days ago             | face          |
        | "Burn of first degree of chin" (ICD-10-CM T20.13XA), since 2 days ago  | face          |
        | "Burn of forearm" (ICD-10-CM T22.219A), since 2 days ago               | left elbow    |
        | "Burn of hand" (ICD-10-CM T23.209A), since 2 days ago                  | left hand     |
        | "Burn of thigh" (ICD-10-CM T24.219A), since 2 days ago                 | left thigh    |
        | "Burn of foot" (ICD-10-CM T25.229A), since 2 days ago                  | left foot     |
        | "Burn of unspecified body region" (ICD-10-CM T30.0), since 2 days ago  | left foot     |

    Scenario Outline: An injury that began <days> days ago
      Given he has "Second degree burn" (SNOMED 403191005), since on the day <days> days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" speaks as warning

      Examples:
        | days |
        | 0    |
        | 27   |
        | 28   |

    Scenario: No onset is told, so the day it was recorded counts
      Given he has "Second degree burn" (SNOMED 403191005), recorded on the day 28 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" speaks as warning

    Scenario: The light order does not say where
      Given he has "Second degree burn" (SNOMED 403191005), of the "left hand", since 3 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-BURN" speaks as warning

    Scenario: Only suspected, so one step lower
      Given he has "Second degree burn" (SNOMED 403191005), provisional, since 3 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red)
      Then rule "IR-CI-BURN" speaks as info

  Rule: A code that says it is being treated counts at any age

    Scenario Outline: A burn of <age>, coded <code>
      Given he has "Burn of second degree of lower back" (ICD-10-CM <code>), since <age>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "<site>"
      Then rule "IR-CI-BURN" speaks as warning

      Examples:
        | code     | age          | site     |
        | T21.24XA | 29 days ago  | low back |
        | T21.24XD | 3 months ago | low back |
        | T30.4XXD | 3 months ago | low back |

    Scenario: The treated code, and the light order does not say where
      Given he has "Burn of second degree of lower back" (ICD-10-CM T21.24XD), since 3 months ago
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir)
      Then rule "IR-CI-BURN" speaks as warning

  Rule: A warning for skin that bears no heat, whenever it began

    Scenario Outline: <skin> and a heat lamp to the <site>
      Given he has <skin>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "<site>"
      Then rule "IR-CI-BURN" speaks as warning
      And the card "IR-CI-BURN" says "heat makes this skin worse"

      Examples:
        | skin                                                           | site      |
        | "Erythema ab igne" (ICD-10-CM L59.0), since 4 years ago        | low back  |
        | "Erythema ab igne" (ICD-10-CM L59.0), of the "low back"        | low back  |
        | "Systemic sclerosis" (SNOMED 89155008), since 9 years ago      | left hand |
        | "Systemic sclerosis, unspecified" (ICD-10-CM M34.9)            | left hand |
        | "Systemic sclerosis" (SNOMED 89155008), of the "both hands"    | left knee |
        | "Chronic radiodermatitis" (ICD-10-CM L58.1), since 2 years ago | neck      |
        | "Acute radiodermatitis" (ICD-10-CM L58.0), of the "chest"      | chest     |

    Scenario Outline: Heat that is not stated counts: <device>
      Given he has "Systemic sclerosis" (SNOMED 89155008)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CI-BURN" speaks as warning

      Examples:
        | device                                                      |
        | "infrared therapy"                                          |
        | "class 4 laser" (light-therapy laser-class4)                |
        | "low-level laser" (HCPCS S8948), with a mean power of 0.5 W |

    Scenario Outline: A device that does not heat is silent for it: <skin>
      Given he has <skin>
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-CI-BURN" stays silent

      Examples:
        | skin                                        |
        | "Erythema ab igne" (ICD-10-CM L59.0)        |
        | "Systemic sclerosis" (SNOMED 89155008)      |
        | "Chronic radiodermatitis" (ICD-10-CM L58.1) |

    Scenario Outline: It is elsewhere: <skin>
      Given he has <skin>
      When the clinician signs an order for the light device "heat lamp" (HCPCS E0200), to the "left knee"
      Then rule "IR-CI-BURN" stays silent

      Examples:
        | skin                                                       |
        | "Erythema ab igne" (ICD-10-CM L59.0), of the "low back"    |
        | "Chronic radiodermatitis" (ICD-10-CM L58.1), of the "neck" |

  Rule: It keeps the suggestion of light silent

    Scenario: A fresh burn of the back, and chronic low back pain
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And he has "Burn of second degree of lower back, initial encounter" (ICD-10-CM T21.24XA), since 5 days ago
      When the clinician opens the chart
      Then rule "IR-EL-CLBP" stays silent

  Rule: Silent for what is healed, elsewhere or none of his

    Scenario Outline: <injury>
      Given he has <injury>
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" stays silent

      Examples:
        | injury                                                                         |
        | "Second degree burn" (SNOMED 403191005), since on the day 29 days ago          |
        | "Second degree burn" (SNOMED 403191005), recorded on the day 29 days ago       |
        | "Sunburn of first degree" (ICD-10-CM L55.0), since 29 days ago                 |
        | "Burn of unspecified body region" (ICD-10-CM T30.0), since 29 days ago         |
        | "Second degree burn" (SNOMED 403191005), resolved, since 3 days ago            |
        | "Sunburn of first degree" (ICD-10-CM L55.0), resolved, since 3 days ago        |
        | "Second degree burn" (SNOMED 403191005), refuted, since 3 days ago             |
        | "Second degree burn" (SNOMED 403191005), entered in error, since 3 days ago    |
        | "Burn of thigh, sequela" (ICD-10-CM T24.219S), since 3 days ago                |
        | "Burn injury" (SNOMED 48333001), since 3 days ago                              |
        | "Burn of foot" (ICD-10-CM T25.222A), since 3 days ago                          |
        | "Burn" (SNOMED 125666000), of the "right knee", since 3 days ago               |
        | "Burn of back" (SNOMED 72998004), since 3 days ago                             |
        | "Burn of second degree of lower back" (ICD-10-CM T21.24XD), since 3 months ago |

    Scenario: His brother was burned
      Given his brother has "Second degree burn" (SNOMED 403191005)
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" stays silent

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" is not evaluated because "Condition" is missing

    Scenario: A burn without any date
      Given he has "Second degree burn" (SNOMED 403191005), without a date
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" is not evaluated because "a date" is missing

    Scenario: An entry of another patient
      Given another patient has "Second degree burn" (SNOMED 403191005), since 3 days ago
      When the clinician signs an order for the light device "red LED panel" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CI-BURN" is not evaluated because "Condition" is missing
