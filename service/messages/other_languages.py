"""What a person reads who asks in another language than English. For native speakers to read and review.

Each says that the pages are in English and what to do. Signs of an emergency are looked for in English words only,
so each also says whom to call.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignWords:
    """The message in one language. `emergency` has a place for the number; `emergency_unnamed` needs none."""

    note: str
    emergency: str
    emergency_unnamed: str
    right_to_left: bool = False


# By the code of ISO 639-1.
OTHER_LANGUAGES = {
    "ar": ForeignWords(
        "صفحاتنا مكتوبة باللغة الإنجليزية. اكتب سؤالك بالإنجليزية إن استطعت، أو اطلب من عيادتك مترجماً.",
        "في حالة الطوارئ اتصل بالرقم {number}.",
        "في حالة الطوارئ اتصل برقم الطوارئ في بلدك.",
        right_to_left=True,
    ),
    "bn": ForeignWords(
        "আমাদের পাতাগুলো ইংরেজিতে লেখা। পারলে ইংরেজিতে প্রশ্ন করুন, অথবা আপনার ক্লিনিকে একজন দোভাষী চান।",
        "জরুরি অবস্থায় {number} নম্বরে ফোন করুন।",
        "জরুরি অবস্থায় আপনার এলাকার জরুরি নম্বরে ফোন করুন।",
    ),
    "de": ForeignWords(
        "Unsere Seiten sind auf Englisch. Fragen Sie auf Englisch, wenn Sie können, oder bitten Sie Ihre Klinik um "
        "eine Dolmetscherin oder einen Dolmetscher.",
        "Rufen Sie im Notfall {number} an.",
        "Rufen Sie im Notfall die Notrufnummer Ihres Landes an.",
    ),
    "es": ForeignWords(
        "Nuestras páginas están en inglés. Pregunte en inglés si puede, o pida un intérprete en su clínica.",
        "En una emergencia, llame al {number}.",
        "En una emergencia, llame al número de emergencias de su país.",
    ),
    "fa": ForeignWords(
        "صفحه‌های ما به زبان انگلیسی است. اگر می‌توانید به انگلیسی بپرسید، یا از درمانگاه خود مترجم بخواهید.",
        "در موارد اورژانسی با {number} تماس بگیرید.",
        "در موارد اورژانسی با شمارهٔ اورژانس کشور خود تماس بگیرید.",
        right_to_left=True,
    ),
    "fr": ForeignWords(
        "Nos pages sont en anglais. Posez votre question en anglais si vous le pouvez, ou demandez un interprète à "
        "votre clinique.",
        "En cas d'urgence, appelez le {number}.",
        "En cas d'urgence, appelez le numéro d'urgence de votre pays.",
    ),
    "hi": ForeignWords(
        "हमारे पन्ने अंग्रेज़ी में हैं। हो सके तो अंग्रेज़ी में पूछें, या अपने क्लिनिक से दुभाषिया माँगें।",
        "आपात स्थिति में {number} पर फ़ोन करें।",
        "आपात स्थिति में अपने देश के आपातकालीन नंबर पर फ़ोन करें।",
    ),
    "it": ForeignWords(
        "Le nostre pagine sono in inglese. Se può, faccia la domanda in inglese, oppure chieda un interprete alla "
        "sua clinica.",
        "In caso di emergenza chiami il {number}.",
        "In caso di emergenza chiami il numero di emergenza del suo paese.",
    ),
    "nl": ForeignWords(
        "Onze pagina's zijn in het Engels. Stel uw vraag in het Engels als u dat kunt, of vraag uw kliniek om een "
        "tolk.",
        "Bel bij nood {number}.",
        "Bel bij nood het alarmnummer van uw land.",
    ),
    "pl": ForeignWords(
        "Nasze strony są po angielsku. Jeśli możesz, zadaj pytanie po angielsku albo poproś w klinice o tłumacza.",
        "W nagłym przypadku zadzwoń pod numer {number}.",
        "W nagłym przypadku zadzwoń pod numer alarmowy w swoim kraju.",
    ),
    "pt": ForeignWords(
        "As nossas páginas estão em inglês. Se puder, faça a pergunta em inglês, ou peça um intérprete na sua clínica.",
        "Numa emergência, ligue para o {number}.",
        "Numa emergência, ligue para o número de emergência do seu país.",
    ),
    "ro": ForeignWords(
        "Paginile noastre sunt în engleză. Întrebați în engleză dacă puteți sau cereți un interpret la clinica "
        "dumneavoastră.",
        "În caz de urgență, sunați la {number}.",
        "În caz de urgență, sunați la numărul de urgență din țara dumneavoastră.",
    ),
    "ru": ForeignWords(
        "Наши страницы на английском языке. Если можете, задайте вопрос по-английски или попросите в клинике "
        "переводчика.",
        "В экстренном случае звоните {number}.",
        "В экстренном случае звоните по номеру экстренных служб вашей страны.",
    ),
    "tr": ForeignWords(
        "Sayfalarımız İngilizcedir. Yapabiliyorsanız sorunuzu İngilizce yazın veya kliniğinizden tercüman isteyin.",
        "Acil bir durumda {number} numarasını arayın.",
        "Acil bir durumda ülkenizin acil durum numarasını arayın.",
    ),
    "uk": ForeignWords(
        "Наші сторінки англійською мовою. Якщо можете, запитайте англійською або попросіть у клініці перекладача.",
        "В екстреному випадку телефонуйте {number}.",
        "В екстреному випадку телефонуйте за номером екстреної служби вашої країни.",
    ),
    "ur": ForeignWords(
        "ہمارے صفحات انگریزی میں ہیں۔ اگر ہو سکے تو انگریزی میں پوچھیں، یا اپنے کلینک سے مترجم مانگیں۔",
        "ہنگامی صورت میں {number} پر فون کریں۔",
        "ہنگامی صورت میں اپنے ملک کے ہنگامی نمبر پر فون کریں۔",
        right_to_left=True,
    ),
    "zh": ForeignWords(
        "我们的网页是英文的。如果可以，请用英文提问，或请您的诊所安排翻译。",
        "如遇紧急情况，请拨打 {number}。",
        "如遇紧急情况，请拨打您所在国家的急救电话。",
    ),
}
