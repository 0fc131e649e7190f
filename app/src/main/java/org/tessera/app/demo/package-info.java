/// Makes up the patients of the demonstration: clinically coherent, with the gaps and errors of
/// real forms.
@NullMarked
package org.tessera.app.demo;

import org.jspecify.annotations.NullMarked;
