/// Answers "what do the pages say, in which language?"
@NullMarked
package org.tessera.vocabularies.words;

import org.jspecify.annotations.NullMarked;
