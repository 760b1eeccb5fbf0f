"""European names and places."""

from .model import Culture, names, places

EUROPE = (
    Culture(
        "gb",
        "en",
        7,
        places("""
            London GB Europe/London, Leeds GB Europe/London, Bristol GB Europe/London,
            Glasgow GB Europe/London, Dublin IE Europe/Dublin, Cardiff GB Europe/London
        """),
        names("""
            Alice, Callum, Charlotte, Daniel, Eleanor, Fergus, Georgia, Harriet, Imogen, Jack, Katie,
            Liam, Megan, Niamh, Oliver, Poppy, Rhys, Sophie, Tom, Una, William, Zoe, Gareth, Fiona,
            Hamish, Holly
        """),
        names("""
            Abbott, Barlow, Chadwick, Dawson, Ellery, Fairclough, Garside, Hartley, Ingham, Jessop,
            Kershaw, Lockwood, Mercer, Norcross, Ogden, Pemberton, Radcliffe, Sowerby, Thornley,
            Underhill, Wainwright, Yardley, Macrae, Gallacher, Pritchard, Keane
        """),
    ),
    Culture(
        "de",
        "de",
        7,
        places("""
            Berlin DE Europe/Berlin, Hamburg DE Europe/Berlin, Leipzig DE Europe/Berlin,
            Köln DE Europe/Berlin, Wien AT Europe/Vienna, Zürich CH Europe/Zurich,
            Graz AT Europe/Vienna
        """),
        names("""
            Anja, Bastian, Carolin, Dirk, Elke, Florian, Gesa, Hannes, Ines, Jonas, Katrin, Lukas,
            Miriam, Nils, Oliver, Petra, Ralf, Sabine, Thorsten, Ulrike, Vera, Wiebke, Jörg=Joerg,
            Käthe=Kaethe, Tobias, Svenja
        """),
        names("""
            Albers, Bergmann, Conrads, Dietrich, Ehlers, Feldmann, Grothe, Hagemann, Iversen, Jahnke,
            Kessler, Lindner, Mertens, Neumann, Ostermann, Petersen, Reuter, Sander, Tietz, Ullrich,
            Vogt, Wegner, Zeller, Böhm=Boehm, Krüger=Krueger, Schäfer=Schaefer
        """),
    ),
    Culture(
        "es",
        "es",
        4,
        places("""
            Madrid ES Europe/Madrid, Valencia ES Europe/Madrid, Sevilla ES Europe/Madrid,
            Bilbao ES Europe/Madrid, Barcelona ES Europe/Madrid
        """),
        names("""
            Alba, Álvaro=Alvaro, Beatriz, Carlos, Diego, Elena, Fernando, Gloria, Hugo, Irene,
            Javier, Laura, Marta, Nuria, Óscar=Oscar, Pablo, Raquel, Sergio, Teresa, Víctor=Victor,
            Yolanda, Rubén=Ruben, Inés=Ines
        """),
        names("""
            Aguilar, Benítez=Benitez, Cano, Delgado, Escudero, Ferrer, Gallego, Herrero,
            Ibáñez=Ibanez, Lozano, Molina, Navarro, Ortega, Pascual, Rivas, Santos, Tejada, Urrutia,
            Vidal, Zamora, Calvo, Prieto
        """),
    ),
    Culture(
        "pt",
        "pt",
        2,
        places("Lisboa PT Europe/Lisbon, Porto PT Europe/Lisbon, Braga PT Europe/Lisbon, Faro PT Europe/Lisbon"),
        names("""
            Afonso, Bárbara=Barbara, Catarina, Duarte, Filipa, Gonçalo=Goncalo, Helena, Inês=Ines,
            João=Joao, Leonor, Marta, Nuno, Rita, Rui, Sara, Tiago, Vasco, Joana
        """),
        names("""
            Abrantes, Barroso, Cardoso, Domingues, Esteves, Faria, Guerreiro, Lacerda,
            Magalhães=Magalhaes, Neves, Pacheco, Queirós=Queiros, Ramalho, Sequeira, Tavares, Vieira
        """),
    ),
    Culture(
        "fr",
        "fr",
        6.5,
        places("""
            Paris FR Europe/Paris, Lyon FR Europe/Paris, Nantes FR Europe/Paris,
            Lille FR Europe/Paris, Toulouse FR Europe/Paris, Bruxelles BE Europe/Brussels,
            Genève CH Europe/Zurich, Montréal CA America/Toronto
        """),
        names("""
            Amélie=Amelie, Antoine, Bastien, Camille, Chloé=Chloe, Damien, Élodie=Elodie, Fabien,
            Gaëlle=Gaelle, Hugo, Inès=Ines, Julien, Karine, Léa=Lea, Mathieu, Nadège=Nadege, Olivier,
            Pauline, Quentin, Romain, Sandrine, Thibault, Valérie=Valerie, Yann
        """),
        names("""
            Aubert, Besson, Carpentier, Delmas, Estève=Esteve, Ferrand, Garnier, Hébert=Hebert,
            Imbert, Jourdan, Lacombe, Marchand, Noël=Noel, Olivier, Perrin, Renaud, Sabatier, Texier,
            Vasseur, Tremblay, Gagnon, Lemaire
        """),
    ),
    Culture(
        "it",
        "it",
        2.2,
        places("""
            Milano IT Europe/Rome, Torino IT Europe/Rome, Bologna IT Europe/Rome,
            Napoli IT Europe/Rome
        """),
        names("""
            Alessia, Bruno, Chiara, Davide, Elisa, Federico, Giulia, Ilaria, Luca, Marta, Nicola,
            Paola, Riccardo, Silvia, Tommaso, Valentina
        """),
        names("""
            Amato, Barbieri, Caruso, De Santis, Fabbri, Galli, Leone, Marchetti, Negri, Orlando,
            Pellegrini, Rinaldi, Sartori, Testa, Vitale, Zanetti
        """),
    ),
    Culture(
        "pl",
        "pl",
        2.2,
        places("""
            Warszawa PL Europe/Warsaw, Kraków PL Europe/Warsaw, Gdańsk PL Europe/Warsaw,
            Wrocław PL Europe/Warsaw
        """),
        names("""
            Agnieszka, Bartosz, Dorota, Filip, Grzegorz, Hanna, Joanna, Kamil, Łukasz=Lukasz, Magda,
            Natalia, Paweł=Pawel, Rafał=Rafal, Sylwia, Tomasz, Zuzanna
        """),
        names("""
            Baran, Cieślak=Cieslak, Duda, Gajda, Jaworek, Kaczmarek, Lis, Mazur, Nowak, Olszak,
            Pawlak, Rogala, Sikora, Szulc, Walczak, Wójcik=Wojcik
        """),
    ),
    Culture(
        "nl",
        "en",
        2.5,
        places("Utrecht NL Europe/Amsterdam, Rotterdam NL Europe/Amsterdam, Antwerp BE Europe/Brussels"),
        names("""
            Anouk, Bram, Daan, Femke, Gijs, Hanneke, Jasper, Lotte, Maarten, Nienke, Pieter, Roos,
            Sanne, Wouter
        """),
        names("""
            van Dijk, Bakker, de Groot, Hoekstra, Jansen, Kuipers, van Leeuwen, Maes, Postma,
            Schouten, Verbeek, Wouters
        """),
    ),
    Culture(
        "uk",
        "uk",
        1.4,
        places("Kyiv UA Europe/Kyiv, Lviv UA Europe/Kyiv, Dnipro UA Europe/Kyiv, Odesa UA Europe/Kyiv"),
        names("""
            Андрій=Andrii, Богдан=Bohdan, Вікторія=Viktoriia, Дмитро=Dmytro, Ірина=Iryna,
            Катерина=Kateryna, Максим=Maksym, Наталя=Natalia, Оксана=Oksana, Павло=Pavlo,
            Роман=Roman, Світлана=Svitlana, Тарас=Taras, Юлія=Yuliia
        """),
        names("""
            Бондаренко=Bondarenko, Гнатюк=Hnatiuk, Довженко=Dovzhenko, Захарчук=Zakharchuk,
            Іваненко=Ivanenko, Кравчук=Kravchuk, Лисенко=Lysenko, Мельник=Melnyk,
            Онищенко=Onyshchenko, Петренко=Petrenko, Савчук=Savchuk, Ткаченко=Tkachenko
        """),
    ),
)
