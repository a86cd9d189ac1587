@IR-PC-CLASS4
Feature: A class 4 laser and what its order must say
  Such a laser burns skin within seconds and eyes at once. The order names who treats, that the head moves, and how the
  skin is kept cool; skin that is numb, tattooed or dark asks for more care than that.

  Background:
    Given the service date is 2026-11-20
    And a 52-year-old woman

  Rule: The order says who, how, and how cool

    Scenario: A bare order for a class 4 laser
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left knee", at 980 nm
      Then a warning card "IR-PC-CLASS4" is shown
      And the card "IR-PC-CLASS4" says "without operator, moving head and cooling"
      And the card "IR-PC-CLASS4" offers "Note on the order who treats, how the head moves and how the skin is cooled"
      And the card "IR-PC-CLASS4" offers to change "class IV laser"
      And the card "IR-PC-CLASS4" cites evidence "CLASS4-PRACTICE"
      And the card "IR-PC-CLASS4" may be overridden because "certified-operator"

    Scenario Outline: It is class 4: <order>
      When the clinician signs an order for the light treatment <order>
      Then rule "IR-PC-CLASS4" speaks as warning

      Examples:
        | order                                                                                |
        | "class 4 laser", to the "left knee"                                                  |
        | "high-intensity laser", to the "left knee"                                           |
        | "laser therapy", to the "left knee", of laser class "4"                              |
        | "laser therapy", to the "left knee", of laser class "Class IV"                       |
        | "laser therapy", to the "left knee", with a mean power of 0.5 W                      |
        | "laser therapy", to the "left knee", with a mean power of 500 mW                     |
        | "low-level laser" (HCPCS S8948), to the "left knee", with a mean power of 10 W       |

    Scenario Outline: It is not: <order>
      When the clinician signs an order for the light treatment <order>
      Then rule "IR-PC-CLASS4" stays silent

      Examples:
        | order                                                                                            |
        | "laser therapy", to the "left knee", of laser class "3B"                                         |
        | "laser therapy", to the "left knee", with a mean power of 0.49 W                                 |
        | "laser therapy", to the "left knee", with a mean power of 0.4 W, with the note "peak power 10 W" |
        | "low-level laser" (HCPCS S8948), to the "left knee"                                              |
        | "heat lamp" (HCPCS E0200), to the "left knee"                                                    |

    Scenario Outline: One of the three is left out: <note>
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left knee", with the note <note>
      Then rule "IR-PC-CLASS4" speaks as warning

      Examples:
        | note                                                  |
        | "moving head, skin cooling"                           |
        | "certified operator, skin cooling"                    |
        | "certified operator, moving head"                     |
        | "by a trained therapist"                              |

    Scenario Outline: All three are there: <note>
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left knee", with the note <note>
      Then rule "IR-PC-CLASS4" stays silent

      Examples:
        | note                                                             |
        | "Certified operator; moving head; skin cooling."                 |
        | "By a trained therapist, scanning technique, tactile feedback."  |

  Rule: Skin that burns sooner, whatever the order says

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left foot", with the note "certified operator, moving head, skin cooling"
      Then rule "IR-PC-CLASS4" speaks as warning
      And the card "IR-PC-CLASS4" says "skin that may burn sooner"
      And the card "IR-PC-CLASS4" says "a test spot"

      Examples:
        | problem                                                                         |
        | "Numbness of foot" (SNOMED 309538000)                                           |
        | "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42)      |
        | "Tattoo of skin" (SNOMED 341000119102), of the "left foot"                      |
        | "Tattoo of skin" (SNOMED 341000119102)                                          |
        | "Skin phototype VI" (SNOMED 403236008)                                          |
        | "Skin phototype V" (SNOMED 403235007)                                           |

    Scenario: An entry that nobody confirmed is shown one step lower
      Given she has "Numbness of foot" (SNOMED 309538000), provisional
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left foot", with the note "certified operator, moving head, skin cooling"
      Then rule "IR-PC-CLASS4" speaks as info

    Scenario Outline: <problem> changes nothing
      Given she has <problem>
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "low back", with the note "certified operator, moving head, skin cooling"
      Then rule "IR-PC-CLASS4" stays silent

      Examples:
        | problem                                                                    |
        | "Tattoo of skin" (SNOMED 341000119102), of the "left foot"                 |
        | "Type 2 diabetes mellitus with diabetic polyneuropathy" (ICD-10-CM E11.42) |
        | "Numbness of foot" (SNOMED 309538000)                                      |
        | "Numbness of foot" (SNOMED 309538000), resolved                            |
        | "Tattoo of skin" (SNOMED 341000119102), refuted                            |
        | "Tattoo of skin" (SNOMED 341000119102), entered in error                   |
        | "Skin phototype IV" (SNOMED 403231003)                                     |
        | "Skin phototype II" (SNOMED 403222003)                                     |

    Scenario: A tattoo of somebody else
      Given another patient has "Tattoo of skin" (SNOMED 341000119102)
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left foot", with the note "certified operator, moving head, skin cooling"
      Then rule "IR-PC-CLASS4" is not evaluated because "Condition" is missing

  Rule: What is not known is said

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for the light treatment "class IV laser" (light-therapy laser-class4), to the "left foot", with the note "certified operator, moving head, skin cooling"
      Then rule "IR-PC-CLASS4" is not evaluated because "Condition" is missing
