// Red-black trees, include/linux/rbtree.h and lib/rbtree.c, as trees that are searched and never balanced: what is in one
// and in which order is the same. An empty node is its own parent.

import { type bool, NULL, type Ptr, type Ref, zeroed } from '../../src/model/dialect.ts'

/** include/linux/rbtree_types.h */
export interface rb_node {
  __rb_parent_color: Ptr<rb_node>
  rb_right: Ptr<rb_node>
  rb_left: Ptr<rb_node>
}

/** include/linux/rbtree_types.h */
export interface rb_root {
  rb_node: Ptr<rb_node>
}

/** include/linux/rbtree_types.h */
export const RB_ROOT: rb_root = zeroed()

/** include/linux/rbtree.h */
export function RB_EMPTY_NODE(node: Ptr<rb_node>): bool {
  return node.__rb_parent_color == node
}

/** include/linux/rbtree.h */
export function RB_CLEAR_NODE(node: Ptr<rb_node>): void {
  node.__rb_parent_color = node
}

/** include/linux/rbtree.h */
export function RB_EMPTY_ROOT(root: Ptr<rb_root>): bool {
  return !root.rb_node
}

/** include/linux/rbtree.h @atomic */
export function rb_link_node(node: Ptr<rb_node>, parent: Ptr<rb_node>, rb_link: Ref<Ptr<rb_node>>): void {
  node.__rb_parent_color = parent
  node.rb_left = NULL
  node.rb_right = NULL
  rb_link.value = node
}

/** lib/rbtree.c: never balances. */
export function rb_insert_color(node: Ptr<rb_node>, root: Ptr<rb_root>): void {}

/** lib/rbtree.c: puts one node, or none, where another was. */
export function rb_transplant(root: Ptr<rb_root>, old: Ptr<rb_node>, new$: Ptr<rb_node>): void {
  let parent: Ptr<rb_node> = old.__rb_parent_color
  if (!parent) root.rb_node = new$
  else if (parent.rb_left == old) parent.rb_left = new$
  else parent.rb_right = new$
  if (new$) new$.__rb_parent_color = parent
}

/** lib/rbtree.c: under the lock of the tree. @atomic */
export function rb_erase(node: Ptr<rb_node>, root: Ptr<rb_root>): void {
  let next: Ptr<rb_node>
  if (!node.rb_left) {
    rb_transplant(root, node, node.rb_right)
    return
  }
  if (!node.rb_right) {
    rb_transplant(root, node, node.rb_left)
    return
  }
  next = node.rb_right
  while (next.rb_left) next = next.rb_left
  if (next.__rb_parent_color != node) {
    rb_transplant(root, next, next.rb_right)
    next.rb_right = node.rb_right
    next.rb_right.__rb_parent_color = next
  }
  rb_transplant(root, node, next)
  next.rb_left = node.rb_left
  next.rb_left.__rb_parent_color = next
}

/** lib/rbtree.c */
export function rb_first(root: Ptr<rb_root>): Ptr<rb_node> {
  let n: Ptr<rb_node> = root.rb_node
  if (!n) return NULL
  while (n.rb_left) n = n.rb_left
  return n
}

/** The node furthest down, to the left where there is a choice. */
export function rb_left_deepest_node(node: Ptr<rb_node>): Ptr<rb_node> {
  while (node.rb_left || node.rb_right) node = node.rb_left ? node.rb_left : node.rb_right
  return node
}

/** lib/rbtree.c: under the lock of the tree. @atomic */
export function rb_first_postorder(root: Ptr<rb_root>): Ptr<rb_node> {
  if (!root.rb_node) return NULL
  return rb_left_deepest_node(root.rb_node)
}

/** lib/rbtree.c: under the lock of the tree. @atomic */
export function rb_next_postorder(node: Ptr<rb_node>): Ptr<rb_node> {
  let parent: Ptr<rb_node> = node.__rb_parent_color
  if (parent && node == parent.rb_left && parent.rb_right) return rb_left_deepest_node(parent.rb_right)
  return parent
}
