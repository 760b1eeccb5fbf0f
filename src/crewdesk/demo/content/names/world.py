"""Names and places of the Americas, Africa and Oceania."""

from .model import Culture, names, places

WORLD = (
    Culture(
        "us",
        "en",
        15,
        places("""
            Austin US America/Chicago, Denver US America/Denver, Portland US America/Los_Angeles,
            Boston US America/New_York, Atlanta US America/New_York, Chicago US America/Chicago,
            Phoenix US America/Phoenix, Toronto CA America/Toronto, Vancouver CA America/Vancouver,
            Halifax CA America/Halifax
        """),
        names("""
            Aaron, Abigail, Brandon, Caroline, Derek, Emily, Frank, Gina, Heather, Isaac, Jessica,
            Kyle, Lauren, Marcus, Natalie, Owen, Paige, Quinn, Rachel, Shawn, Tiffany, Travis,
            Vanessa, Wesley, Brooke, Colin, Denise, Ethan, Janelle, Trevor
        """),
        names("""
            Anders, Brennan, Calloway, Dempsey, Eastman, Forsythe, Goodwin, Hollis, Irving, Jarvis,
            Kendrick, Lawson, Maddox, Nolan, Overton, Prescott, Quigley, Rowland, Stanton, Tilden,
            Vaughn, Whitaker, Yates, Zeigler, Boyd, Carver, Draper, Ellison, Fowler, Granger
        """),
    ),
    Culture(
        "oc",
        "en",
        3,
        places("""
            Melbourne AU Australia/Melbourne, Brisbane AU Australia/Brisbane,
            Perth AU Australia/Perth, Auckland NZ Pacific/Auckland
        """),
        names("""
            Amber, Blake, Cassie, Dylan, Ella, Finn, Grace, Harry, Isla, Josh, Kirra, Lachlan, Mia,
            Nate, Tahlia, Zac
        """),
        names("""
            Armitage, Boyle, Carmody, Dunstan, Everett, Fisk, Gillespie, Hewitt, Kirby, Langford,
            Merrick, Ngata, Parata, Rudd, Stroud, Whelan
        """),
    ),
    Culture(
        "ng",
        "en",
        5,
        places("""
            Lagos NG Africa/Lagos, Abuja NG Africa/Lagos, Accra GH Africa/Accra,
            Ibadan NG Africa/Lagos
        """),
        names("""
            Adaeze, Babatunde, Chidi, Damilola, Emeka, Folake, Ifeoma, Kelechi, Kwame, Ngozi, Obinna,
            Segun, Temitope, Tunde, Uche, Yewande, Abena, Kofi
        """),
        names("""
            Abiola, Adeyemi, Balogun, Chukwu, Danjuma, Ekwueme, Fashola, Mensah, Nwosu, Obi,
            Ogunleye, Okeke, Oyelaran, Boateng, Salami, Uzor
        """),
    ),
    Culture(
        "ke",
        "en",
        3,
        places("""
            Nairobi KE Africa/Nairobi, Mombasa KE Africa/Nairobi, Kampala UG Africa/Kampala,
            Kigali RW Africa/Kigali
        """),
        names("""
            Achieng, Brian, Cynthia, Dennis, Esther, Faith, James, Kamau, Mercy, Njeri, Otieno,
            Peter, Wanjiru, Winnie
        """),
        names("""
            Barasa, Chebet, Gitau, Kariuki, Kimani, Kiptoo, Maina, Mutua, Mwangi, Nabirye, Njoroge,
            Odhiambo, Okello, Wekesa
        """),
    ),
    Culture(
        "za",
        "en",
        1.5,
        places("Cape Town ZA Africa/Johannesburg, Durban ZA Africa/Johannesburg, Pretoria ZA Africa/Johannesburg"),
        names("Anika, Bongani, Chantelle, Johan, Lerato, Naledi, Pieter, Sipho, Thandi, Zanele, Werner, Nomsa"),
        names("Botha, Dlamini, du Plessis, Khumalo, Mokoena, Naidoo, Ndlovu, Pillay, Steyn, van Wyk, Zulu"),
    ),
    Culture(
        "la",
        "es",
        8,
        places("""
            Ciudad de México MX America/Mexico_City, Guadalajara MX America/Mexico_City,
            Bogotá CO America/Bogota, Medellín CO America/Bogota, Lima PE America/Lima,
            Buenos Aires AR America/Argentina/Buenos_Aires, Córdoba AR America/Argentina/Cordoba,
            Santiago CL America/Santiago, Quito EC America/Guayaquil
        """),
        names("""
            Agustina, Alejandro, Camila, Cristian, Daniela, Emiliano, Florencia, Gabriela, Ignacio,
            Jimena, Julián=Julian, Lucía=Lucia, Mariana, Mateo, Nicolás=Nicolas, Paola, Rodrigo,
            Santiago, Tomás=Tomas, Valeria, Ximena, Andrés=Andres
        """),
        names("""
            Acosta, Bravo, Cárdenas=Cardenas, Duarte, Espinoza, Figueroa, Guerrero, Hinojosa,
            Jaramillo, Luna, Maldonado, Montoya, Nieto, Ospina, Paredes, Quiroga, Restrepo, Salazar,
            Toledo, Vargas, Villalba, Zapata
        """),
    ),
    Culture(
        "br",
        "pt",
        7,
        places("""
            São Paulo BR America/Sao_Paulo, Belo Horizonte BR America/Sao_Paulo,
            Recife BR America/Recife, Porto Alegre BR America/Sao_Paulo,
            Curitiba BR America/Sao_Paulo, Fortaleza BR America/Fortaleza
        """),
        names("""
            Aline, Bruno, Camila, Danilo, Eduarda, Fabrício=Fabricio, Gustavo, Heloísa=Heloisa, Igor,
            Juliana, Karina, Larissa, Marcelo, Natália=Natalia, Otávio=Otavio, Patrícia=Patricia,
            Rafael, Simone, Thiago, Vanessa, Wagner
        """),
        names("""
            Almeida, Barbosa, Campos, Dias, Figueiredo, Gouveia, Lopes, Machado, Nogueira, Peixoto,
            Queiroz, Ribeiro, Sampaio, Teixeira, Uchoa, Vasconcelos, Xavier, Moraes
        """),
    ),
    Culture(
        "fa",
        "fr",
        1.5,
        places("""
            Dakar SN Africa/Dakar, Abidjan CI Africa/Abidjan, Tunis TN Africa/Tunis,
            Casablanca MA Africa/Casablanca
        """),
        names("""
            Aïssatou=Aissatou, Cheikh, Fatou, Ibrahima, Karim, Mariam, Moussa, Nadia, Ousmane, Salma,
            Seydou, Yasmine
        """),
        names("""
            Ba, Bamba, Ben Salah, Cissé=Cisse, Diallo, Diop, Fall, Gueye, Kone, Ndiaye, Sow,
            Touré=Toure, Trabelsi
        """),
    ),
)
