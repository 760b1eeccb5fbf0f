"""Turkish."""

from ..model import Text, Voice, angry, calm
from ..prose import exchanges, texts

VOICE = Voice(
    greetings=("Merhaba,", "İyi günler,", "Selamlar,", "Sayın Harbor ekibi,"),
    closings=("Teşekkürler", "İyi çalışmalar", "Şimdiden teşekkür ederim", "Saygılarımla"),
    angry_closings=("Cevabınızı bekliyorum.", "İyi günler"),
    agent_greetings=("Merhaba {first},", "İyi günler {first},"),
    agent_openers=("Bize yazdığınız için teşekkürler.", "Mesajınız için teşekkür ederiz."),
    agent_apologies=("Kızgınlığınızı anlıyorum, hemen ilgileniyorum.",),
    agent_closings=(
        "Bir sorunuz olursa bu mesajı yanıtlamanız yeterli.",
        "Sonucu bana yazarsanız sevinirim.",
    ),
    agent_sign_offs=("İyi günler dilerim,", "Saygılarımla,"),
    holding=("Konuyu bütün ayrıntılarıyla {team} ekibine aktardım, tekrar anlatmanıza gerek yok.",),
    chasers=("Bir gelişme var mı?", "Hâlâ cevap alamadım, sorun devam ediyor."),
    chase_replies=("Sabrınız için teşekkürler, daha önce yazmalıydık.",),
    thanks=("Anladım, çok teşekkürler!", "Hızlı yardımınız için teşekkür ederim.", "Tamamdır, sağ olun."),
    welcome=("Rica ederim, iyi günler!",),
    quote_header="{today} tarihinde {agent} (Harbor Support) <support@harbor.example> şunu yazdı:",
    sent_from=("Telefonumdan gönderildi",),
    good_comments=("Hızlı ve ilgili.", "Çok yardımcı oldular."),
    bad_comments=("Cevap çok geç geldi.",),
    jobs=("Online mağaza tasarımı", "Kullanım kılavuzu çevirisi", "Aylık bülten", "Podcast montajı"),
)

TEXTS = {
    "withdrawal_pending": Text(
        subjects=("Param hesabıma geçmedi", "Bekleyen ödeme {payment_ref}", "Çekim işlemi hakkında"),
        openings=calm("""
            {date} tarihinde {amount} tutarında para çektim, {bank} hesabıma hâlâ gelmedi. Normalde iki
            günde geliyordu. Kontrol edebilir misiniz?
            --
            Bu benim ilk para çekme işlemim. Sitede "gönderildi" yazıyor ama bankada bir şey görünmüyor. Ne
            kadar beklemem gerekiyor?
        """)
        + angry("""
            {days} gündür {amount} bekliyorum. İşi bitirdim, müşteri ödedi, siz komisyonu aldınız. Param
            nerede?
        """),
        asks=exchanges("""
            {amount} tutarının {date} tarihinde bakiyenizden çıktığını görüyorum. Paranın gideceği hesabın
            son dört hanesini yazar mısınız?
            >>
            Son dört hane {card}.
        """),
        fixes=texts("""
            {payment_ref} numaralı ödeme {date} tarihinde bizden çıkmış ve {bank} tarafından kabul edilmiş.
            Buradan sonrası dört iş gününü bulabilir, en geç {soon} hesabınızda olur. Olmazsa bu mesajı
            yanıtlayın, bankadan araştırma isteyeyim.
            --
            Ödeme, iş ortağımızın olağan bir kontrolünde bekliyormuş, bugün serbest bırakıldı. Sizin bir şey
            yapmanıza gerek yok; {soon} civarında hesabınıza geçer.
        """),
    ),
    "identity_check": Text(
        subjects=("Kimliğim reddedildi", "Kimlik doğrulama"),
        openings=calm("""
            Kimliğim reddedildi, mesajda sadece "belge doğrulanamadı" yazıyor. Fotoğraf net, kimlik de
            geçerli. Neyi farklı yapmalıyım?
            --
            Doğrulamam {date} tarihinden beri "inceleniyor" görünüyor. Bu sürede teklif gönderemiyorum. Ne
            kadar sürer?
        """),
        fixes=texts("""
            Yüklemeyi 48 saatliğine yeniden açtım. Telefon kamerasıyla, dört köşe de görünecek şekilde ve
            ışık yansıması olmadan çekerseniz iyi olur. Bu kez bir kişi bakacak.
            --
            Belgeniz elle kontrol sırasındaymış. Şimdi baktım, her şey yolunda, hesabınız doğrulandı.
            Kaybettiğiniz günler için özür dilerim.
        """),
    ),
    "password_reset": Text(
        subjects=("Giriş yapamıyorum", "Şifre e-postası gelmiyor"),
        openings=calm("""
            Şifremi unuttum, birkaç kez bağlantı istedim ama e-posta gelmiyor. Spam klasöründe de yok.
            --
            Çok fazla deneme yüzünden hesabım kilitlendi. Deneyen bendim, yeni klavye. Açabilir misiniz?
        """),
        fixes=texts("""
            Kilidi kaldırdım ve yeni bir bağlantı gönderdim. Bir saat geçerli ve sadece en sonuncusu
            çalışır. Gönderen no-reply@harbor.example.
        """),
    ),
    "refund_request": Text(
        subjects=("{contract_id} için iade", "İş teslim edilmedi"),
        openings=calm("""
            "{job}" için {amount} ödedim ama gelen iş anlaştığımızdan çok uzak. İki kez düzeltme istedim.
            İade nasıl alabilirim?
            --
            {other} {days} gündür cevap vermiyor, teslim tarihi {date} idi. Parayı nasıl geri alırım?
        """),
        fixes=texts("""
            {other} ile görüştüm, yarısını, yani {half} iade etmeyi kabul etti. Beş iş günü içinde kartınıza
            geçer, dosyalar da sizde kalır.
            --
            Bir dosya açtım, {other} için son yanıt tarihi {soon}. O zamana kadar tutar bloke durumda.
        """),
    ),
}
