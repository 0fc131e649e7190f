package org.tessera.vocabularies.words;

import com.ibm.icu.text.MessageFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.NoSuchMessageException;

/// What the pages say, by key and language. Sentences are ICU messages, because plural forms differ
/// by language: https://unicode-org.github.io/icu/userguide/format_parse/messages/
///
/// It is Spring's source of messages as well, which is whom templates ask.
public final class Phrases implements MessageSource {
  /// The language every sentence has.
  public static final Locale FIRST = Locale.ENGLISH;

  private final List<Locale> languages;
  private final Map<Locale, Map<String, MessageFormat>> sentences;

  private Phrases(List<Locale> languages, Map<Locale, Map<String, MessageFormat>> sentences) {
    this.languages = languages;
    this.sentences = sentences;
  }

  /// Compiles what files say.
  ///
  /// @param languages what is offered, the first to those who ask for none of them
  /// @throws IllegalStateException if a language has no file, or a sentence is none
  public static Phrases of(List<Locale> languages, PhraseFiles files) {
    Map<Locale, Map<String, MessageFormat>> all = new LinkedHashMap<>();
    all.put(FIRST, compile(FIRST, files));
    for (Locale language : languages) {
      all.computeIfAbsent(language, it -> compile(it, files));
    }
    return new Phrases(List.copyOf(languages), all);
  }

  private static Map<String, MessageFormat> compile(Locale language, PhraseFiles files) {
    Map<String, MessageFormat> compiled = new LinkedHashMap<>();
    files.read(language).forEach((key, text) -> compiled.put(key, compile(language, key, text)));
    return compiled;
  }

  private static MessageFormat compile(Locale language, String key, String text) {
    try {
      return new MessageFormat(text, language);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "Language %s: the sentence %s is no ICU message; correct it in its file: %s"
              .formatted(language.toLanguageTag(), key, e.getMessage()),
          e);
    }
  }

  /// The languages on offer, in the operator's order.
  public List<Locale> languages() {
    return languages;
  }

  /// The sentences of one language; of English where it lacks one.
  public Words in(Locale language) {
    return new Words(this, language);
  }

  Optional<String> own(String key, Locale language) {
    return sentences.getOrDefault(language, Map.of()).containsKey(key)
        ? find(key, null, language)
        : Optional.empty();
  }

  Optional<String> find(String key, Object @Nullable [] values, Locale language) {
    Map<String, MessageFormat> own = sentences.getOrDefault(language, Map.of());
    MessageFormat sentence = own.getOrDefault(key, english().get(key));
    if (sentence == null) {
      return Optional.empty();
    }
    Object[] spoken = values == null ? new Object[0] : spoken(values, in(language));
    synchronized (sentence) {
      return Optional.of(sentence.format(spoken));
    }
  }

  private Map<String, MessageFormat> english() {
    return sentences.getOrDefault(FIRST, Map.of());
  }

  /// Numbers stay numbers, which the message writes and counts; all else is text.
  private static Object[] spoken(Object[] values, Words words) {
    return Arrays.stream(values)
        .map(value -> value instanceof Spoken spoken ? spoken.in(words) : value)
        .map(value -> value instanceof Number ? value : String.valueOf(value))
        .toArray();
  }

  @Override
  public @Nullable String getMessage(
      String code, Object @Nullable [] args, @Nullable String otherwise, @Nullable Locale locale) {
    return find(code, args, locale == null ? FIRST : locale).orElse(otherwise);
  }

  @Override
  public String getMessage(String code, Object @Nullable [] args, @Nullable Locale locale) {
    Locale language = locale == null ? FIRST : locale;
    return find(code, args, language).orElseThrow(() -> new NoSuchMessageException(code, language));
  }

  @Override
  public String getMessage(MessageSourceResolvable asked, @Nullable Locale locale) {
    Locale language = locale == null ? FIRST : locale;
    String[] codes = asked.getCodes();
    for (String code : codes == null ? new String[0] : codes) {
      Optional<String> found = find(code, asked.getArguments(), language);
      if (found.isPresent()) {
        return found.get();
      }
    }
    String otherwise = asked.getDefaultMessage();
    if (otherwise == null) {
      throw new NoSuchMessageException(String.join(", ", codes == null ? new String[0] : codes));
    }
    return otherwise;
  }
}
