"""Asian names and places."""

from .model import Culture, names, places

ASIA = (
    Culture(
        "in",
        "en",
        9,
        places("""
            Pune IN Asia/Kolkata, Bengaluru IN Asia/Kolkata, Hyderabad IN Asia/Kolkata,
            Kochi IN Asia/Kolkata, Jaipur IN Asia/Kolkata
        """),
        names("""
            Aarav, Ananya, Arjun, Deepa, Divya, Farhan, Gaurav, Ishita, Karthik, Kavya, Lakshmi,
            Manish, Meera, Nikhil, Pooja, Pranav, Rahul, Ritu, Sandeep, Shreya, Sunil, Tanvi, Varun,
            Vidya
        """),
        names("""
            Agarwal, Bhat, Chauhan, Desai, Ghosh, Iyer, Joshi, Kulkarni, Mehta, Menon, Nair, Patil,
            Rao, Reddy, Saxena, Shah, Sharma, Sinha, Thakur, Varma
        """),
    ),
    Culture(
        "pk",
        "en",
        4,
        places("Lahore PK Asia/Karachi, Karachi PK Asia/Karachi, Dhaka BD Asia/Dhaka, Chattogram BD Asia/Dhaka"),
        names("""
            Ahsan, Ayesha, Bilal, Fahim, Hina, Imran, Kamran, Mahnoor, Nadia, Omar, Rafiq, Sadia,
            Shahid, Sumaiya, Tariq, Usman, Zainab, Zubair
        """),
        names("""
            Ahmed, Akhtar, Butt, Chowdhury, Hossain, Iqbal, Khan, Malik, Mirza, Qureshi, Rahman,
            Siddiqui, Sheikh, Uddin
        """),
    ),
    Culture(
        "ph",
        "en",
        8,
        places("Manila PH Asia/Manila, Cebu City PH Asia/Manila, Davao PH Asia/Manila, Iloilo PH Asia/Manila"),
        names("""
            Andrea, Angelica, Bea, Carlo, Cherry, Dennis, Eduardo, Grace, Ian, Jasmine, Jericho, Joy,
            Kristine, Lorna, Marvin, Mylene, Paolo, Rowena, Ryan, Sheila, Trisha, Vincent
        """),
        names("""
            Aquino, Bautista, Cabrera, Dizon, Evangelista, Ferrer, Gatchalian, Lacson, Mabini,
            Manalo, Ocampo, Pangilinan, Quizon, Salonga, Tolentino, Villanueva
        """),
    ),
    Culture(
        "vn",
        "en",
        2,
        places("Hanoi VN Asia/Ho_Chi_Minh, Da Nang VN Asia/Ho_Chi_Minh, Ho Chi Minh City VN Asia/Ho_Chi_Minh"),
        names("Anh, Bao, Chi, Duc, Hanh, Huong, Khanh, Lan, Linh, Minh, Nam, Phuong, Quan, Thao, Trang, Tuan"),
        names("Bui, Dang, Dinh, Do, Hoang, Le, Ly, Ngo, Nguyen, Pham, Phan, Tran, Truong, Vu"),
    ),
    Culture(
        "ja",
        "ja",
        1.2,
        places("東京 JP Asia/Tokyo, 大阪 JP Asia/Tokyo, 福岡 JP Asia/Tokyo, 札幌 JP Asia/Tokyo"),
        names("""
            由紀=Yuki, 健太=Kenta, 美咲=Misaki, 翔太=Shota, 恵子=Keiko, 大輔=Daisuke, 直美=Naomi,
            拓也=Takuya, 香織=Kaori, 亮=Ryo, 真由美=Mayumi, 雄一=Yuichi
        """),
        names("""
            青木=Aoki, 藤田=Fujita, 長谷川=Hasegawa, 池田=Ikeda, 石川=Ishikawa, 前田=Maeda,
            中島=Nakajima, 小川=Ogawa, 岡田=Okada, 清水=Shimizu, 竹内=Takeuchi, 山下=Yamashita
        """),
        family_name_first=True,
    ),
    Culture(
        "tr",
        "tr",
        1.8,
        places("İstanbul TR Europe/Istanbul, Ankara TR Europe/Istanbul, İzmir TR Europe/Istanbul"),
        names("""
            Ayşe=Ayse, Barış=Baris, Burcu, Cem, Deniz, Elif, Emre, Gökhan=Gokhan, Hande, Kerem,
            Melis, Onur, Pelin, Selin, Tolga, Zeynep
        """),
        names("""
            Aksoy, Arslan, Bulut, Çetin=Cetin, Demir, Erdoğdu=Erdogdu, Güneş=Gunes, Kaplan, Koç=Koc,
            Özkan=Ozkan, Polat, Şahin=Sahin, Tekin, Yavuz
        """),
    ),
    Culture(
        "ar",
        "ar",
        1.5,
        places("""
            القاهرة EG Africa/Cairo, الإسكندرية EG Africa/Cairo, الرياض SA Asia/Riyadh,
            عمّان JO Asia/Amman, الدار البيضاء MA Africa/Casablanca, دبي AE Asia/Dubai
        """),
        names("""
            أحمد=Ahmed, خالد=Khaled, ليلى=Layla, مريم=Mariam, محمود=Mahmoud, نور=Nour, هاني=Hany,
            ريم=Reem, سامي=Sami, طارق=Tarek, ياسمين=Yasmin, عمر=Omar
        """),
        names("""
            الحداد=Haddad, الشامي=Shami, المصري=Masri, النجار=Najjar, حسن=Hassan, خليل=Khalil,
            سليمان=Soliman, عبد الله=Abdallah, منصور=Mansour, يوسف=Youssef, إبراهيم=Ibrahim,
            رشيد=Rashid
        """),
    ),
)
