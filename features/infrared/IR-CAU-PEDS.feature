@IR-CAU-PEDS
Feature: Light for a child
  Growth plates are open and eyes small; animal data are reassuring, human data few. A specialist leads.

  Background:
    Given the service date is 2026-11-20

  Rule: Near a growth plate it is a note

    Scenario: A red LED for the knee of a fifteen-year-old
      Given a 15-year-old girl
      When the clinician signs an order for the light treatment "red LED" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CAU-PEDS" speaks as info
      And the card "IR-CAU-PEDS" rests on "the patient"
      And the card "IR-CAU-PEDS" offers "Ask a paediatric specialist"
      And the card "IR-CAU-PEDS" does not offer to remove the order
      And the card "IR-CAU-PEDS" may be overridden because "paediatric-specialist"
      And the card "IR-CAU-PEDS" cites evidence "CHILD-LIGHT-PRACTICE"

    Scenario Outline: Light <where> of a fifteen-year-old
      Given a 15-year-old boy
      When the clinician selects an order for the light treatment "NIR LED" (light-therapy pbm-led-nir)<where>
      Then rule "IR-CAU-PEDS" speaks as info

      Examples:
        | where                               |
        | , to the "right ankle"              |
        | , to the "left wrist"               |
        | , to the "neck"                     |
        | , to the "low back"                 |
        | , to the "Spine" (SNOMED 421060004) |
        | , to the "left leg"                 |
        |                                     |

    Scenario Outline: <age> years, light to the knee
      Given a <age>-year-old boy
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-PEDS" <says>

      Examples:
        | age | says           |
        | 0   | speaks as info |
        | 17  | speaks as info |
        | 18  | stays silent   |
        | 19  | stays silent   |

    Scenario Outline: Born on <born>
      Given a boy born on <born>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-PEDS" <says>

      Examples:
        | born       | says           |
        | 2008-11-21 | speaks as info |
        | 2008-11-20 | stays silent   |

    Scenario: At home, but twelve already
      Given a 12-year-old girl
      When the clinician signs an order for the light device "red LED" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CAU-PEDS" speaks as info

  Rule: A warning for class 4, and for visible light at home under twelve

    Scenario Outline: A class 4 laser for the knee at <age> years
      Given a <age>-year-old girl
      When the clinician signs an order for the light treatment <laser>, to the "left knee"
      Then rule "IR-CAU-PEDS" <says>

      Examples:
        | age | laser                                                       | says              |
        | 6   | "class 4 laser" (light-therapy laser-class4)                | speaks as warning |
        | 17  | "class 4 laser" (light-therapy laser-class4)                | speaks as warning |
        | 17  | "low-level laser" (HCPCS S8948), with a mean power of 0.5 W | speaks as warning |
        | 17  | "low-level laser" (HCPCS S8948), with a mean power of 0.4 W | speaks as info    |
        | 18  | "class 4 laser" (light-therapy laser-class4)                | stays silent      |

    Scenario Outline: A <device> at home at <age> years, to the <site>
      Given a <age>-year-old boy
      When the clinician signs an order for the light device <device>, to the "<site>"
      Then rule "IR-CAU-PEDS" <says>

      Examples:
        | device                                              | age | site      | says              |
        | "red LED" (light-therapy pbm-led-red)               | 11  | left knee | speaks as warning |
        | "red LED" (light-therapy pbm-led-red)               | 12  | left knee | speaks as info    |
        | "650/850 nm panel" (light-therapy pbm-dual-650-850) | 8   | low back  | speaks as warning |
        | "heat lamp" (HCPCS E0200)                           | 8   | low back  | speaks as warning |
        | "red LED" (light-therapy pbm-led-red)               | 8   | face      | speaks as warning |
        | "NIR LED" (light-therapy pbm-led-nir)               | 8   | left knee | speaks as info    |
        | "red LED" (light-therapy pbm-led-red)               | 8   | chest     | stays silent      |

    Scenario: The same lamp by staff
      Given a 8-year-old boy
      When the clinician signs an order for the light treatment "red LED" (light-therapy pbm-led-red), to the "left knee"
      Then rule "IR-CAU-PEDS" speaks as info

  Rule: Silent away from growth plates, and where they are closed

    Scenario Outline: Light to the <site>
      Given a 15-year-old girl
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "<site>"
      Then rule "IR-CAU-PEDS" stays silent

      Examples:
        | site  |
        | chest |
        | face  |

    Scenario Outline: A film says: <found>
      Given a 16-year-old girl
      And her "Bone age, radiograph of the hand" is "<found>", 3 months ago
      When the clinician signs an order for the light treatment <laser>, to the "left knee"
      Then rule "IR-CAU-PEDS" <says>

      Examples:
        | found                       | laser                                        | says           |
        | growth plates closed        | "NIR LED" (light-therapy pbm-led-nir)        | stays silent   |
        | skeletally mature           | "class 4 laser" (light-therapy laser-class4) | stays silent   |
        | growth plates not closed    | "NIR LED" (light-therapy pbm-led-nir)        | speaks as info |
        | growth plates partly closed | "NIR LED" (light-therapy pbm-led-nir)        | speaks as info |

  Rule: What is not known is said

    Scenario Outline: <who>
      Given <who>
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-PEDS" is not evaluated because "Patient birthDate" is missing

      Examples:
        | who                         |
        | a girl born in 2008         |
        | a girl born in 2008-11      |
        | a girl without a birth date |

    Scenario: A year that leaves no doubt
      Given a girl born in 2012
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-PEDS" speaks as info

    Scenario: Results were not loaded, so a closed plate would not be seen
      Given a 16-year-old girl
      And the observations were not loaded
      When the clinician signs an order for the light treatment "NIR LED" (light-therapy pbm-led-nir), to the "left knee"
      Then rule "IR-CAU-PEDS" speaks as info
      And the card "IR-CAU-PEDS" says "Said although not known"
