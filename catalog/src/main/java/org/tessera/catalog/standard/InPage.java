package org.tessera.catalog.standard;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// JSON that cannot end the `script` element it stands in: `<`, `>` and `&` by their numbers.
/// https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
final class InPage extends CharacterEscapes {
  private static final long serialVersionUID = 1L;

  static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().characterEscapes(new InPage()).build()).build();

  private final int[] escapes = standardAsciiEscapesForJSON();

  private InPage() {
    escapes['<'] = ESCAPE_STANDARD;
    escapes['>'] = ESCAPE_STANDARD;
    escapes['&'] = ESCAPE_STANDARD;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return escapes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return null;
  }
}
