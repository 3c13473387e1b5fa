"""What people write in the gallery. They are examples, and no words of the bot's."""

_ENGLISH = {
    "ask": "It has been a long week, and I cannot sleep.\n**Nobody** knows how tired I am.",
    "would_help": "Just somebody who listens.",
    "hello": "Hello, I'm here. What happened this week?",
    "hard": "I don't know where to start.",
    "details": "You can write to me at river@example.org or call me.",
    "thanks": "Thank you for staying with me.",
    "note": "It helped to say it out loud.",
    "goal": "Go for a walk after work",
    "reason": "Please stay friendly, also when you disagree.",
    "answer": "I am sorry, that was not meant for you.",
    "report": "They asked me for my address twice.",
    "crisis": "I want to kill myself tonight",
    "stray": "Is anybody there?",
    "sticker": "Wave",
}
_SPANISH = {
    "ask": "Ha sido una semana larga y no puedo dormir.\n**Nadie** sabe lo mal que duermo.",
    "would_help": "Solo que alguien me escuche.",
    "hello": "Hola, aquí estoy. ¿Qué ha pasado esta semana?",
    "hard": "No sé por dónde empezar.",
    "details": "Puedes escribirme a rio@example.org o llamarme.",
    "thanks": "Gracias por quedarte conmigo.",
    "note": "Me ayudó decirlo en voz alta.",
    "goal": "Dar un paseo después del trabajo",
    "reason": "Trata bien a la gente, también cuando no estés de acuerdo.",
    "answer": "Lo siento, no iba por ti.",
    "report": "Me ha pedido dos veces mi dirección.",
    "crisis": "Quiero suicidarme esta noche",
    "stray": "¿Hay alguien?",
    "sticker": "Saludo",
}
_GERMAN = {
    "ask": "Eine lange Woche, und ich kann nicht schlafen.\n**Niemand** weiß, wie müde ich bin.",
    "would_help": "Dass mir jemand zuhört.",
    "hello": "Hallo, ich bin da. Was ist diese Woche passiert?",
    "hard": "Ich weiß nicht, wo ich anfangen soll.",
    "details": "Du kannst mir an fluss@example.org schreiben oder mich anrufen.",
    "thanks": "Danke, dass du bei mir geblieben bist.",
    "note": "Es hat geholfen, es laut zu sagen.",
    "goal": "Nach der Arbeit spazieren gehen",
    "reason": "Bleib bitte freundlich, auch wenn du anderer Meinung bist.",
    "answer": "Es tut mir leid, das war nicht für dich gedacht.",
    "report": "Da wurde zweimal nach meiner Adresse gefragt.",
    "crisis": "Ich will mich heute Nacht umbringen",
    "stray": "Ist da jemand?",
    "sticker": "Winken",
}
_FRENCH = {
    "ask": "La semaine a été longue, et je dors mal.\n**Personne** ne sait comme c'est dur.",
    "would_help": "Quelqu'un qui m'écoute, c'est tout.",
    "hello": "Salut, je suis là. Qu'est-ce qui s'est passé cette semaine ?",
    "hard": "Je ne sais pas par où commencer.",
    "details": "Tu peux m'écrire à riviere@example.org ou m'appeler.",
    "thanks": "Merci pour ce moment avec moi.",
    "note": "Ça m'a fait du bien de le dire tout haut.",
    "goal": "Me promener après le travail",
    "reason": "Reste aimable avec les gens, aussi quand tu n'es pas d'accord.",
    "answer": "Pardon, ce n'était pas pour toi.",
    "report": "On m'a demandé deux fois mon adresse.",
    "crisis": "Je veux me tuer ce soir",
    "stray": "Il y a quelqu'un ?",
    "sticker": "Coucou",
}
_PORTUGUESE = {
    "ask": "Foi uma semana longa, e não consigo dormir.\n**Ninguém** sabe como durmo mal.",
    "would_help": "Só alguém que me escute.",
    "hello": "Oi, estou aqui. O que aconteceu esta semana?",
    "hard": "Não sei por onde começar.",
    "details": "Pode me escrever em rio@example.org ou me ligar.",
    "thanks": "Foi bom você ficar comigo.",
    "note": "Ajudou dizer em voz alta.",
    "goal": "Dar uma volta depois do trabalho",
    "reason": "Trate bem as pessoas, também quando discordar.",
    "answer": "Desculpe, aquilo não era para você.",
    "report": "Essa pessoa pediu duas vezes o meu endereço.",
    "crisis": "Quero me matar hoje à noite",
    "stray": "Tem alguém aí?",
    "sticker": "Aceno",
}
_WORDS = {"en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "pt-BR": _PORTUGUESE}


class Examples:
    """Those in a language; in English where nobody wrote any in it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = _WORDS.get(language, _ENGLISH)

    def __getitem__(self, name: str) -> str:
        return self._words[name]
