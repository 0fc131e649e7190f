/// Answers "what is this code, what is it called, what is it in OMOP?"
@NullMarked
package org.tessera.vocabularies;

import org.jspecify.annotations.NullMarked;
