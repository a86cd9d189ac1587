@IR-CAU-PIGMENT
Feature: Pigment that absorbs light
  Tattoo ink, drug pigment and melanin turn light into heat, and dose tables assume pale skin. Strong light over pigment
  is a warning, any other a note. Skin type is never inferred from race or ethnicity.

  Background:
    Given the service date is 2026-11-20
    And a 33-year-old man

  Rule: A warning for pigment and strong light

    Scenario: A tattoo of the lower back and a class 4 laser
      Given he has "Tattoo of skin" (SNOMED 341000119102), of the "lower back"
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "low back"
      Then rule "IR-CAU-PIGMENT" speaks as warning
      And the card "IR-CAU-PIGMENT" offers "Write on the order - lower fluence, test spot, record the phototype"
      And the card "IR-CAU-PIGMENT" offers "Order a test spot"
      And the card "IR-CAU-PIGMENT" does not offer to remove the order
      And the card "IR-CAU-PIGMENT" rests on "Tattoo of skin"
      And the card "IR-CAU-PIGMENT" cites evidence "WALT-2010"
      And the card "IR-CAU-PIGMENT" cites evidence "PHPP-70042"
      And the card "IR-CAU-PIGMENT" may be overridden because "outside-field"

    Scenario Outline: A tattoo at the site, <device>
      Given he has "Tattoo of skin" (SNOMED 341000119102), of the "left shoulder"
      When the clinician selects an order for the light treatment <device>, to the "left shoulder"
      Then rule "IR-CAU-PIGMENT" speaks as warning

      Examples:
        | device                                                                      |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 101 mW/cm2   |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 100.1 mW/cm2 |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 0.11 W/cm2   |
        | "low-level laser" (HCPCS S8948), of laser class "IV"                        |
        | "low-level laser" (HCPCS S8948), with a mean power of 0.5 W                 |

    Scenario Outline: <pigment>, and a class 4 laser
      Given he has <pigment>
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" speaks as warning

      Examples:
        | pigment                                                          |
        | "Tattoo of skin" (SNOMED 341000119102)                           |
        | "Tattoo of skin" (SNOMED 341000119102), of the "left knee"       |
        | "Skin phototype V" (SNOMED 403235007)                            |
        | "Skin phototype VI" (SNOMED 403236008)                           |
        | "Skin phototype VI" (SNOMED 403236008), inactive                 |
        | "Fitzpatrick skin type VI"                                       |
        | "minocycline-induced skin hyperpigmentation"                     |
        | "minocycline-induced skin hyperpigmentation", of the "left knee" |

    Scenario Outline: A phototype as a result: <what> is <result>
      Given his <what> is <result>, 2 years ago
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" speaks as warning

      Examples:
        | what                                  | result                                |
        | "Skin phototype V" (SNOMED 403235007) | "Present"                             |
        | "Fitzpatrick skin type"               | "VI"                                  |
        | "Fitzpatrick classification"          | "Type V"                              |
        | "Skin assessment"                     | "Skin phototype V" (SNOMED 403235007) |
        | "Skin assessment"                     | (SNOMED 403235007)                    |
        | "Skin assessment"                     | (SNOMED 403236008)                    |
        | "Fitzpatrick skin phototype"          | "6"                                   |

    Scenario: Trouble with a laser before
      Given he is allergic to "laser treatment", with "blistering"
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" speaks as warning
      And the card "IR-CAU-PIGMENT" matched "laser treatment" by name

    Scenario: The light order does not say where
      Given he has "Tattoo of skin" (SNOMED 341000119102), of the "left shoulder"
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4)
      Then rule "IR-CAU-PIGMENT" speaks as warning

    Scenario: Only suspected, so one step lower
      Given he has "Tattoo of skin" (SNOMED 341000119102), unconfirmed
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" speaks as info

  Rule: A note for pigment and any other light

    Scenario Outline: A tattoo at the site, and the light is not strong: <device>
      Given he has "Tattoo of skin" (SNOMED 341000119102), of the "left shoulder"
      When the clinician signs an order for the light treatment <device>, to the "left shoulder"
      Then rule "IR-CAU-PIGMENT" speaks as info
      And the card "IR-CAU-PIGMENT" says "begin low"

      Examples:
        | device                                                                                                |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 100 mW/cm2                             |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 99 mW/cm2                              |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 0.1 W/cm2                              |
        | "red light" (light-therapy pbm-led-red), with a mean power of 0.49 W, with an irradiance of 20 mW/cm2 |
        | "NIR LED" (light-therapy pbm-led-nir)                                                                 |

    Scenario Outline: What is not stated could make it stronger: <device>
      Given he has "Skin phototype VI" (SNOMED 403236008)
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-CAU-PIGMENT" speaks as info
      And the card "IR-CAU-PIGMENT" says "irradiance"

      Examples:
        | device                                                                |
        | "red light" (light-therapy pbm-led-red)                               |
        | "red light" (light-therapy pbm-led-red), with an irradiance of 500 mW |

    Scenario Outline: L81.8 is a note whatever the power: <device>
      Given he has "Other specified disorders of pigmentation" (ICD-10-CM L81.8)
      When the clinician signs an order for the light treatment <device>, to the "left knee"
      Then rule "IR-CAU-PIGMENT" speaks as info
      And the card "IR-CAU-PIGMENT" says "may be a tattoo"

      Examples:
        | device                                       |
        | "class 4 laser" (light-therapy laser-class4) |
        | "red light" (light-therapy pbm-led-red)      |

    Scenario Outline: <skin> needs a lower dose
      Given he has <skin>
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" speaks as info
      And the card "IR-CAU-PIGMENT" says "lower dose"

      Examples:
        | skin                                                            |
        | "Vitiligo" (SNOMED 56727007)                                    |
        | "Vitiligo" (ICD-10-CM L80), of the "left knee"                  |
        | "Oculocutaneous albinism" (ICD-10-CM E70.320)                   |
        | "Oculocutaneous albinism" (ICD-10-CM E70.320), without a status |

  Rule: Silent where no such pigment is in the field

    Scenario Outline: <skin> is elsewhere
      Given he has <skin>
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" stays silent

      Examples:
        | skin                                                                         |
        | "Tattoo of skin" (SNOMED 341000119102), of the "left shoulder"               |
        | "Tattoo of skin" (SNOMED 341000119102), of the "right knee"                  |
        | "Vitiligo" (SNOMED 56727007), of the "face"                                  |
        | "Other specified disorders of pigmentation" (ICD-10-CM L81.8), of the "face" |

    Scenario Outline: <entry> does not count
      Given he has <entry>
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" stays silent

      Examples:
        | entry                                                    |
        | "Tattoo of skin" (SNOMED 341000119102), resolved         |
        | "Tattoo of skin" (SNOMED 341000119102), refuted          |
        | "Tattoo of skin" (SNOMED 341000119102), entered in error |
        | "Skin phototype IV" (SNOMED 403231003)                   |
        | "Skin phototype I" (SNOMED 403221005)                    |
        | "Skin phototype VI" (SNOMED 403236008), entered in error |
        | "Vitiligo" (SNOMED 56727007), resolved                   |
        | "Ocular albinism" (ICD-10-CM E70.310)                    |

    Scenario Outline: A phototype that does not count: <what> is <result>
      Given his <what> is <result>, 2 years ago
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" stays silent

      Examples:
        | what                                   | result                       |
        | "Fitzpatrick skin type"                | "IV"                         |
        | "Skin phototype IV" (SNOMED 403231003) | "Present"                    |
        | "Skin assessment"                      | (SNOMED 403231003)           |
        | "Skin assessment"                      | (SNOMED 403235007), entered in error |
        | "Race"                                 | "Black"                      |
        | "Ethnicity"                            | "African"                    |

    Scenario Outline: An allergy that does not count: <allergy>
      Given he is allergic to <allergy>
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" stays silent

      Examples:
        | allergy                             |
        | "laser treatment", entered in error |
        | "laser printer toner"               |

    Scenario: His father has vitiligo
      Given his father has "Vitiligo" (SNOMED 56727007)
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" stays silent

  Rule: What is not known is said

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" is not evaluated because "<what>" is missing

      Examples:
        | kind         | what               |
        | conditions   | Condition          |
        | observations | Observation        |
        | allergies    | AllergyIntolerance |

    Scenario: An entry of another patient
      Given another patient has "Tattoo of skin" (SNOMED 341000119102)
      When the clinician signs an order for the light treatment "class 4 laser" (light-therapy laser-class4), to the "left knee"
      Then rule "IR-CAU-PIGMENT" is not evaluated because "Condition" is missing
