@IR-PC-EYEWEAR
Feature: Eyewear is not mentioned
  Near-infrared light is invisible and does not make the eye blink. An order for a strong laser or a visible or
  near-infrared device that mentions no eyewear is noted when it is signed.

  Background:
    Given the service date is 2026-11-20
    And a 45-year-old man

  Rule: A note for lasers of class 3B or 4, and for visible or near-infrared devices

    Scenario: A near-infrared belt, and nobody wrote of the eyes
      When the clinician signs an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      Then rule "IR-PC-EYEWEAR" speaks as info
      And the card "IR-PC-EYEWEAR" offers "Write the eyewear on the order"
      And the card "IR-PC-EYEWEAR" offers "Order eyewear with the device"
      And the card "IR-PC-EYEWEAR" cites evidence "EYE-SAFETY-PRACTICE"
      And the card "IR-PC-EYEWEAR" may be overridden because "facility-protocol"
      And the card "IR-PC-EYEWEAR" does not offer to remove the order

    Scenario Outline: <device>
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-PC-EYEWEAR" speaks as info

      Examples:
        | device                                                                     |
        | "red light" (light-therapy pbm-led-red)                                    |
        | "panel" (light-therapy pbm-dual-650-850)                                   |
        | "class 4 laser" (light-therapy laser-class4)                               |
        | "low-level laser" (HCPCS S8948)                                            |
        | "low-level laser" (HCPCS S8948), of laser class "3B"                       |
        | "low-level laser" (HCPCS S8948), of laser class "IIIB"                     |
        | "low-level laser" (HCPCS S8948), of laser class "Class IV"                 |
        | "low-level laser" (HCPCS S8948), with a mean power of 0.5 W                |
        | "low-level laser" (HCPCS S8948), at 904 nm                                 |
        | "infrared lamp" (HCPCS E0205), of laser class "4"                          |
        | "infrared lamp" (HCPCS E0205), at 850 nm                                   |
        | "infrared therapy"                                                         |
        | "red light" (light-therapy pbm-led-red), with the note "review in 4 weeks" |

  Rule: Silent where eyewear is mentioned, or where it is not called for

    Scenario Outline: The order says: <note>
      When the clinician signs an order for the light treatment "red light" (light-therapy pbm-led-red), with the note "<note>"
      Then rule "IR-PC-EYEWEAR" stays silent

      Examples:
        | note                             |
        | goggles for patient and operator |
        | Eye shields during every session |
        | opaque eyewear                   |
        | protective glasses 650 nm        |
        | eye protection as usual          |
        | cover the eyes                   |

    Scenario: The name of the order says it
      When the clinician signs an order for the light treatment "red LED panel with eye shields"
      Then rule "IR-PC-EYEWEAR" stays silent

    Scenario Outline: <supply> are ordered with it
      Given an order for the light device "<supply>"
      And an order for the light device "NIR belt" (light-therapy pbm-led-nir), to the "low back"
      When the clinician signs the orders
      Then rule "IR-PC-EYEWEAR" stays silent

      Examples:
        | supply               |
        | protective goggles   |
        | eye shields          |
        | laser safety eyewear |

    Scenario Outline: <device> does not call for it
      When the clinician signs an order for the light treatment <device>
      Then rule "IR-PC-EYEWEAR" stays silent

      Examples:
        | device                                               |
        | "heat lamp" (HCPCS E0200)                            |
        | "infrared lamp" (CPT 97026)                          |
        | "infrared heating pad" (HCPCS E0221)                 |
        | "low-level laser" (HCPCS S8948), of laser class "3R" |
        | "low-level laser" (HCPCS S8948), of laser class "2M" |
        | "low-level laser" (HCPCS S8948), of laser class "2"  |
        | "low-level laser" (HCPCS S8948), of laser class "1M" |
        | "low-level laser" (HCPCS S8948), of laser class "1"  |

    Scenario: An infrared thermometer is no light therapy
      When the clinician signs an order for the light device "infrared thermometer"
      Then rule "IR-PC-EYEWEAR" stays silent

  Rule: What is not known is said

    Scenario: A device that is only referred to
      When the clinician signs an order for the light device "NIR belt", known by a reference only
      Then rule "IR-PC-EYEWEAR" is not evaluated because "the device of DeviceRequest/draft-1" is missing
