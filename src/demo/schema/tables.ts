import { column, optional, reference, table } from './column.ts'
import type { RowOf } from './column.ts'

/** The tables of the demo company, each after those that it points to. */
export const tables = {
  regions: table('Sales regions; every customer and every store belongs to one', ['region_id'], {
    region_id: column('integer'),
    name: column('text', '', { unique: true }),
  }),
  departments: table('Departments of the company', ['department_id'], {
    department_id: column('integer'),
    name: column('text', '', { unique: true }),
  }),
  stores: table(
    'Shops of the company, open and closed',
    ['store_id'],
    {
      store_id: column('integer'),
      name: column('text', 'City and quarter', { unique: true }),
      city: column('text'),
      country: column('text'),
      region_id: reference('regions', 'region_id'),
      opened_on: column('date'),
      closed_on: optional(column('date', 'NULL while the store is open')),
      floor_area_m2: column('integer', 'Sales floor in square metres'),
    },
    [['region_id']],
  ),
  employees: table(
    'Everyone who works or has worked for the company',
    ['employee_id'],
    {
      employee_id: column('integer'),
      first_name: column('text'),
      last_name: column('text'),
      email: column('text', '', { unique: true }),
      job_title: column('text'),
      department_id: reference('departments', 'department_id'),
      store_id: optional(
        reference('stores', 'store_id', 'The store they work in; NULL at the head office and the warehouse'),
      ),
      manager_id: optional(
        reference('employees', 'employee_id', 'The employee they report to; NULL for the chief executive'),
      ),
      hired_on: column('date'),
      left_on: optional(column('date', 'NULL while they are employed')),
      salary: column('money', 'Gross yearly salary in euros'),
    },
    [['department_id'], ['store_id'], ['manager_id']],
  ),
  categories: table(
    'Product categories on two levels',
    ['category_id'],
    {
      category_id: column('integer'),
      name: column('text', '', { unique: true }),
      parent_id: optional(reference('categories', 'category_id', 'The category above; NULL for a top category')),
    },
    [['parent_id']],
  ),
  suppliers: table('Companies that products are bought from', ['supplier_id'], {
    supplier_id: column('integer'),
    name: column('text', '', { unique: true }),
    contact_name: column('text'),
    email: column('text'),
    city: column('text'),
    country: column('text'),
    lead_time_days: column('integer', 'Days from purchase order to delivery at the warehouse'),
    supplier_since: column('date'),
  }),
  products: table(
    'Articles that are or were for sale',
    ['product_id'],
    {
      product_id: column('integer'),
      sku: column('text', 'Stock keeping unit', { unique: true }),
      name: column('text', '', { unique: true }),
      category_id: reference('categories', 'category_id', 'Always a category of the lower level'),
      supplier_id: reference('suppliers', 'supplier_id'),
      unit_price: column('money', 'Current list price in euros', { check: 'unit_price > 0' }),
      unit_cost: column('money', 'What the supplier charges, in euros'),
      weight_kg: optional(column('decimal', 'NULL where it was never weighed')),
      warranty_months: column('integer'),
      introduced_on: column('date'),
      discontinued_on: optional(column('date', 'NULL while the product is sold')),
    },
    [['category_id'], ['supplier_id']],
  ),
  price_changes: table(
    'Every change of a list price',
    ['price_change_id'],
    {
      price_change_id: column('integer'),
      product_id: reference('products', 'product_id'),
      changed_on: column('date', 'First day of the new price'),
      old_price: column('money'),
      new_price: column('money'),
    },
    [['product_id', 'changed_on']],
  ),
  customers: table(
    'Registered customers',
    ['customer_id'],
    {
      customer_id: column('integer'),
      first_name: column('text'),
      last_name: column('text'),
      email: column('text', '', { unique: true }),
      phone: optional(column('text')),
      city: column('text'),
      country: column('text'),
      region_id: reference('regions', 'region_id'),
      birth_date: optional(column('date')),
      signed_up_on: column('date'),
      loyalty_tier: optional(
        column('text', 'Bronze, Silver or Gold; NULL for customers outside the loyalty programme'),
      ),
      newsletter: column('boolean', 'Whether they receive the newsletter'),
    },
    [['region_id'], ['country']],
  ),
  orders: table(
    'Orders of customers, online, by phone or in a store',
    ['order_id'],
    {
      order_id: column('integer'),
      customer_id: reference('customers', 'customer_id'),
      store_id: optional(reference('stores', 'store_id', 'NULL unless the channel is store')),
      employee_id: optional(reference('employees', 'employee_id', 'Who served the customer; NULL for online orders')),
      ordered_at: column('timestamp'),
      channel: column('text', 'online, store or phone', { check: "channel IN ('online', 'store', 'phone')" }),
      status: column('text', 'processing, shipped, completed (delivered or handed over) or cancelled', {
        check: "status IN ('processing', 'shipped', 'completed', 'cancelled')",
      }),
      shipping_fee: column('money', 'In euros; 0 when free'),
      total_amount: column('money', 'All lines and the shipping fee, in euros'),
    },
    [['customer_id'], ['store_id'], ['employee_id'], ['ordered_at']],
  ),
  order_lines: table(
    'The products of an order',
    ['order_line_id'],
    {
      order_line_id: column('integer'),
      order_id: reference('orders', 'order_id'),
      product_id: reference('products', 'product_id'),
      quantity: column('integer', '', { check: 'quantity > 0' }),
      unit_price: column('money', 'List price on the day of the order, in euros'),
      discount_percent: column('integer', 'Sale or loyalty discount, whichever is higher'),
      line_total: column('money', 'Revenue: quantity times unit price less the discount, in euros'),
    },
    [['order_id'], ['product_id']],
  ),
  payments: table(
    'What customers paid; an order without a payment is unpaid',
    ['payment_id'],
    {
      payment_id: column('integer'),
      order_id: reference('orders', 'order_id'),
      method: column('text', 'card, mobile wallet, invoice, gift card or cash'),
      amount: column('money', 'In euros'),
      paid_at: column('timestamp'),
      status: column('text', 'paid, or refunded when the order was cancelled', {
        check: "status IN ('paid', 'refunded')",
      }),
    },
    [['order_id']],
  ),
  shipments: table('Parcels; an order in a store has none', ['shipment_id'], {
    shipment_id: column('integer'),
    order_id: { ...reference('orders', 'order_id'), unique: true },
    method: column('text', 'Standard, Express or Pickup point'),
    carrier: column('text'),
    tracking_number: column('text', '', { unique: true }),
    shipped_at: column('timestamp'),
    delivered_at: optional(column('timestamp', 'NULL while the parcel travels')),
  }),
  returns: table(
    'Goods that customers sent back within the return window',
    ['return_id'],
    {
      return_id: column('integer'),
      order_line_id: { ...reference('order_lines', 'order_line_id'), unique: true },
      quantity: column('integer', '', { check: 'quantity > 0' }),
      reason: column('text'),
      returned_on: column('date'),
      refund_amount: column('money', 'In euros'),
    },
    [['returned_on']],
  ),
  inventory: table(
    'Stock of each product in each open store',
    ['store_id', 'product_id'],
    {
      store_id: reference('stores', 'store_id'),
      product_id: reference('products', 'product_id'),
      quantity: column('integer', 'Pieces on hand'),
      reorder_level: column('integer', 'Below this many pieces the store orders again'),
      counted_on: column('date', 'Day of the last stocktaking'),
    },
    [['product_id']],
  ),
}

/** The name of a table of the demo. */
export type TableName = keyof typeof tables

/** A row of the named table; money in whole cents. */
export type Row<Name extends TableName> = RowOf<(typeof tables)[Name]>

/** All rows of the demo, table by table. */
export type DemoData = { [Name in TableName]: Row<Name>[] }
