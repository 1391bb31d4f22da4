/**
 * # A_B
 *
 *
 *
 * Text  
 * more | `a_b`
 *
 * ```hcl
 * a_b = 1
 * ```
 */
