/// Real identifier to pseudonym, nowhere else.
@NullMarked
package org.tessera.etl.pseudonym;

import org.jspecify.annotations.NullMarked;
